"""What a question demands of its answer: a sum of money, a span of time, a date, a procedure, a place, a year.

A fluent neighbour is worse than 未找到. 「商标续展要交多少费用」 has no answer in a text that names no sum, and
「赔偿数额怎么计算」 none in one that calculates nothing. That can be seen without any language model. A row of the
table below must be sure of itself: where it is wrong, a question that has an answer is refused.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.ask.quantities import measures

MONEY = frozenset({"元", "美元", "欧元"})
SHARE = frozenset({"%", "‰", "万分之", "个百分点", "倍", "成", "点"})
SPAN = frozenset({"年", "个月", "日", "天", "周", "小时", "个小时", "分钟", "工作日", "个工作日"})
PERSONS = frozenset({"人", "名", "位", "个"})
AREA = frozenset({"亩", "平方米", "平方公里", "公顷"})
DATED = frozenset({"比率", "金额", "面积", "人数", "数目"})
"""The demands whose answers are true of a year only; how long a patent lasts is true of all."""
ANY = frozenset({"*"})
"""Any measure at all: people say 几个 of what a document counts in 件, 家 or 项."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One kind of answer: how a question asks for it, and what a text that gives it must hold.

    A text gives it that measures something in one of `units`, or in which `given` is found.
    """

    name: str
    asked: re.Pattern[str]
    units: frozenset[str]
    given: re.Pattern[str] | None
    asks: tuple[str, ...]
    asks_not: tuple[str, ...]
    gives: tuple[str, ...]
    gives_not: tuple[str, ...]

    def given_by(self, text: str) -> bool:
        """Whether `text` gives it."""
        found = measures(text) if self.units else frozenset()
        measured = bool(found) if self.units is ANY else bool(found & (self.units | {""}))
        return measured or bool(self.given and self.given.search(text))


def _demand(
    name: str,
    asked: str,
    *,
    units: frozenset[str] = frozenset(),
    given: str = "",
    asks: Sequence[str],
    asks_not: Sequence[str] = (),
    gives: Sequence[str],
    gives_not: Sequence[str],
) -> Demand:
    return Demand(
        name,
        re.compile(asked),
        units,
        re.compile(given) if given else None,
        tuple(asks),
        tuple(asks_not),
        tuple(gives),
        tuple(gives_not),
    )


_HOW_MANY = r"(?:多少|(?<![这那哪好过前近十])几)"
"""几 asks, but 这几年, 好几家 and 哪几类 do not ask for a number."""
_STATED = r"(?!.*(?:能不能|能否|可不可以|可以吗|能.{0,6}吗|怎么办|行不行))"
"""手上有几个专利，能不能拿去贷款: the number is told there, and something else is asked."""
_SCALE = r"[十百千万亿]*"
_SUM = (
    r"费用|收费|年费|保费|官费|票价|价格|价钱|租金|工资|奖金|奖励|补贴|补助|资助|津贴|安家费"
    r"|预算|资金|金额|额度|投资|投入|余额"
)
DEMANDS: tuple[Demand, ...] = (
    _demand(
        "处罚",
        r"(?:罚款?|赔偿?|判赔)(?:金额|数额)?(?:是|要|到|得)?(?:多少|几)|最[高多]能?可?以?(?:罚|赔|判)",
        units=MONEY | SHARE,
        asks=("最多罚多少", "侵权要赔几万", "罚款多少"),
        asks_not=("赔偿数额怎么计算", "罚轻了根本不怕"),
        gives=("处二倍以下罚款", "处五万元以下的罚款"),
        gives_not=("加大行政处罚力度", "有效注册商标32.5万件"),
    ),
    _demand(
        "计算",
        r"(?:怎么|如何|怎样|咋)(?:个)?(?:计算|算的|算出|算$|算[？?]|核算|测算|计收|收费|收取|定价)|计算(?:公式|方法|方式|办法)|[按照][^，]{0,4}(?:比例|标准|几分|几成)[^，]{0,3}(?:算|交|收)",
        given=r"计算|公式|乘以|之和|[按以依参]照?[^。]{2,30}(?:确定|计收|计付|折算|收取|计提|缴纳)|[%％‰]|百分之|[万千]分之|倍数?",
        asks=("保费怎么计算", "赔偿数额如何计算", "代理机构怎么收费", "收益的计算方法"),
        asks_not=("怎样才算中小企业",),
        gives=("按照实际损失确定", "费率为保额的2%"),
        gives_not=("鼓励保险机构开展保险业务",),
    ),
    _demand(
        "比率",
        r"利率|利息多|税率|费率|收益率|收益(?:是|有)*多|百分之几|几成|(?:比例|比重|占比|率)(?:是|为|有|要|会|达到?|大概|得|定)*(?:多|几|$)|几个(?:百分)?点|上?涨多少",
        units=SHARE,
        asks=("贷款利率是多少", "调解成功的比例有多高", "覆盖率要达到多少", "每年要涨几个点"),
        asks_not=("提高效率有哪些办法",),
        gives=("年利率不超过4.35%", "调解成功率达65%以上", "指标：结案率（%），2020年：95以上"),
        gives_not=("优化质押融资风险池基金运作模式", "指标：覆盖率（%），2025年目标：（空）"),
    ),
    _demand(
        "金额",
        rf"多少钱|多少(?:{_SUM})|多少{_SCALE}(?:元|块)|几{_SCALE}(?:元|块)|几[千万](?=$|[，？?])"
        rf"|(?:{_SUM})(?:标准|规模|总额)?(?:是|为|有|要|会|达到?|大概|一共|总共|定|给|交|上限|最高|最多)*(?:多少|多大|多高|几)|多大规模"
        rf"|(?:官费|票价|保费|收费标准|(?:{_SUM})标准)$|(?:交|奖|补|贴|花|收|总投入)(?:多少|几)(?![个家件项次年天批])(?!.*费能)",
        units=MONEY,
        asks=("商标续展要交多少费用", "每件授权专利奖励几千元", "补多少", "基金有多大规模", "补贴上限是多少"),
        asks_not=("减轻申请费用有什么政策", "补贴什么时候到账", "哪些企业有补贴"),
        gives=("给予五十万元奖励", "累计保额为2.46亿元", "指标：质押融资额（亿元），2020年：26.8"),
        gives_not=("鼓励保险机构开展保险业务", "是2015年的1.9倍", "指标：质押融资额（亿元），2025年目标：（空）"),
    ),
    _demand(
        "期限",
        rf"多久|多长时间|多少(?:个?工作日|年|个月|天|日)|{_HOW_MANY}(?:个?工作日|年|个月|天|日内)(?!级)"
        r"|(?:保护期|有效期|期限|年限|时效|(?<!生命)周期)(?:是|有|为|到|要|能|一般)*(?:多|几|$|[？?吗呢])",
        units=SPAN,
        given=r"不受限制|长期有效|永久|终身|自[^。]{2,20}起(?:生效|施行|计算)|截止于",
        asks=("实用新型专利保护期多长", "多久能批下来", "管几年", "审理周期压到多少天"),
        asks_not=("这几年出过什么文件", "等得太久了", "维权周期怎么缩短"),
        gives=("专利权的期限为二十年", "自收到之日起3个月内", "15日内作出决定", "指标：周期（天），2025年目标：60"),
        gives_not=("到2025年，基本建成", "专利保护力度", "指标：平均审理周期（天），2025年目标：（空）"),
    ),
    _demand(
        "几号",
        r"几月|几号|截止(?:时间|日期|到)|(?:报名|考试|举行|申报)(?:时间|日期)",
        given=r"(?<![\d])[\d一二三四五六七八九十]{1,3}月|[\d一二三四五六七八九十]{1,3}日(?!内)|月底|月末|季度",
        asks=("考试几月份报名", "截止到几号"),
        gives=("每年3月申报", "12月31日前提交"),
        gives_not=("到2025年建成", "自收到通知之日起三个月内", "三十日内"),
    ),
    _demand(
        "日期",
        r"(?:哪一?天|哪一?年|什么时候|啥时候|何时)(?:起|开始|才?能?到账|才?能?发放?|生效|施行|实施|公布|举行|截止|算)"
        r"|(?:施行|实施|生效|到账)(?:日期|时间)",
        given=r"(?:19|20)\d\d年|[\d一二三四五六七八九十]+月|[\d一二三四五六七八九十]+日|之日|[\u4e00-\u9fff]日(?:为|起|前|后|内)|期满|届满|年底|季度|以?前(?:提交|报送|完成|申报)|每年|之前|以前|时[，,]",
        asks=("补贴什么时候到账", "从哪天起施行", "申请日按哪天算"),
        asks_not=("中心什么时候能建好", "被侵权的时候怎么办"),
        gives=("自2021年9月1日起施行", "自收到通知之日起三个月内", "以寄出的邮戳日为申请日"),
        gives_not=("推进普法教育",),
    ),
    _demand(
        "电话",
        r"电话|热线|(?:联系|咨询)号码|号码(?:是|多)",
        given=r"\d{7,}|\d{3,4}-\d{7,8}|(?<!\d)1\d{4}(?!\d)",
        asks=("咨询电话是多少", "热线号码"),
        gives=("电话：0574-12345678", "拨打12315"),
        gives_not=("电话咨询",),
    ),
    _demand(
        "网址",
        r"网址|网站(?:是|叫|地址|在|$)|(?:什么|哪个|哪家)(?:网站|公众号|平台上?办|app)|官网|邮箱",
        given=r"https?:|www\.|\.cn|\.com|@|网址|网站|公众号|官网",
        asks=("在哪个网站上办", "专利局的网站是什么"),
        asks_not=("网站上卖假货谁管",),
        gives=("登录www.example.cn", "在政府网站公布"),
        gives_not=("著作权登记量达15620件",),
    ),
    _demand(
        "地址",
        r"地址|哪条路|什么路|门牌|在几楼|哪条街",
        given=r"路\s*\d+号|街\s*\d+号|道\s*\d+号|地址|位于|坐落",
        asks=("保护中心在哪条路", "具体地址在哪"),
        gives=("地址：中山东路100号", "位于高新区"),
        gives_not=("走特色发展道路",),
    ),
    _demand(
        "时刻",
        r"几点(?!要求|意见|建议|原则|措施|任务|内容|思考|体会|理由|原因|说明|做法|经验|问题|规定)",
        given=r"\d{1,2}\s*[:：]\d\d|\d{1,2}[时点]|[上下]午",
        asks=("几点上班", "图书馆几点闭馆"),
        asks_not=("提了几点要求",),
        gives=("上午8:30至11:30", "9时"),
        gives_not=("重点任务",),
    ),
    _demand(
        "面积",
        r"多少(?:亩|平方|公顷)|几亩|占地|面积(?:是|有)?多",
        units=AREA,
        asks=("占地多少亩", "面积有多大"),
        gives=("占地50亩", "建筑面积3万平方米"),
        gives_not=("占地方",),
    ),
    _demand(
        "手续",
        r"(?:什么|哪些|啥)(?:申请)?(?:材料|手续|证件|表格?)(?:吗|呢|$|[，？?])|(?:交|准备|带)(?:什么|哪些|啥)文件|填(?:哪些|什么)|(?:流程|步骤|程序|手续)(?:是|有|怎么|$)|什么流程|(?:怎么|如何|怎样|咋)(?:去)?(?:申请|申报|办理|报名|补办|补(?![贴助偿充])|变更|备案)",
        given=r"(?:申请|证明|有关|相关|下列|书面|以下|提交|提供|登记)[^，。]{0,6}材料|材料清单|手续|证件|申请[表书]|请求书|说明书|声明|表格|填写|填报|提交|提出[^，。]{0,12}(?:申请|请求)|向[^，。]{2,20}(?:申请|请求|登记|申报|备案|报告)|应当[^，。]{0,10}(?:登记|备案|申请|报经)|由[^，。]{2,16}(?:受理|审批)|窗口|网上申报|流程",
        asks=("注册商标要填哪些表，带什么材料", "怎么办理变更", "申请地理标志要走什么流程", "示范站怎么申报"),
        asks_not=("出台了哪些文件", "有什么新材料产业"),
        gives=("应当提交申请书和下列材料", "向商标局提出申请"),
        gives_not=("围绕新材料产业", "支持品牌企业积极申报认定驰名商标", "年新增申报地理标志商标（产品）3件"),
    ),
    _demand(
        "写法",
        r"(?:怎么|如何|怎样|咋)(?:写|填)",
        given=r"写明|载明|注明|填写|填报|格式|范本|应当(?:包括|有)",
        asks=("申请书怎么写", "表格怎么填"),
        gives=("请求书应当写明发明的名称",),
        gives_not=("鼓励作品原创",),
    ),
    _demand(
        "公司",
        r"(?:哪家|什么)(?:公司|银行)|哪几家(?:企业|公司|银行)",
        given=r"有限公司|股份公司|集团|分公司|[\u4e00-\u9fff]{2}银行(?=[，、和及])",
        asks=("基金由哪家公司管理", "名单上有哪几家企业"),
        gives=("由某某资本有限公司管理",),
        gives_not=("鼓励企业、高校院所等创新主体设立运营机构",),
    ),
    _demand(
        "资格",
        r"学历|(?:要|考|有|取得)(?:什么|哪些|啥)(?:资格|证书?(?![据件明]))",
        given=r"学历|学位|本科|大专|资格|证书|许可证|执业",
        asks=("考专利代理师要什么学历", "负责人要考什么证"),
        asks_not=("要准备什么证据",),
        gives=("具有本科以上学历", "取得执业许可证"),
        gives_not=("健全技术调查官制度",),
    ),
    _demand(
        "人数",
        rf"(?:多少|{_HOW_MANY})(?:名|位|个?人)(?![才员类均])" + _STATED,
        units=PERSONS,
        asks=("今年招多少人", "要有几名合伙人"),
        asks_not=("有几名员工，能不能申请", "每万人发明专利拥有量", "引进多少人才"),
        gives=("培养500名人才", "从业人员300人以下"),
        gives_not=("指标：示范企业（家），2025年目标：180", "推动提质扩面"),
    ),
    _demand(
        "数目",
        rf"多少|{_HOW_MANY}(?:[十百千万亿]+(?=[个家件项批起次][^，]{{0,3}}[？?]?$))?[个家件项倍批起次所种条]"
        r"(?!方面|任务|问题|原则|措施|月|工程|计划|内容|部分|步骤|阶段)" + _STATED,
        units=ANY,
        asks=("有多少个", "扣下的东西有几千万件？", "建几家", "2025年注册商标要到多少万件", "是2015年的几倍"),
        asks_not=("囤了几百个商标自己不用", "分几个方面", "哪几个园区", "手上有几个专利，能不能贷款", "好几家抄我的"),
        gives=("达34件", "培育500名人才", "指标：品牌服务机构，2020年：3"),
        gives_not=("推动提质扩面", "到2025年，基本建成", "指标：有效注册商标量（万件），2025年目标：（空）"),
    ),
)  # fmt: skip


def demands_of(question: str) -> tuple[Demand, ...]:
    """The first kind of answer that the question asks for, as a tuple of one or none."""
    return next(((demand,) for demand in DEMANDS if demand.asked.search(question)), ())


def meets(demands: Iterable[Demand], text: str) -> bool:
    """Whether `text` gives what is demanded."""
    return all(demand.given_by(text) for demand in demands)
