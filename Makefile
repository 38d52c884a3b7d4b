# make run   在本机打开政策知识库（首次会装好环境、建好索引）
# make test  检查代码并运行全部测试
# make test-browser  再用真实的浏览器把各页走一遍
# make ocr   装上文字识别，之后扫描件和图片也能入库（可选）

PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
PORT   ?= 8501

.PHONY: run ocr build test test-browser lint format bench pictures docs chromium clean

run: build
	$(PY) -m kb serve --port $(PORT)

ocr: $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-ocr.txt

build: $(VENV)/.run
	$(PY) -m kb build || [ $$? -eq 3 ]

test: lint
	$(PY) -m pytest

test-browser: $(VENV)/.browser chromium
	$(PY) -m pytest tests/browser

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

format: $(VENV)/.dev
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: $(VENV)/.dev
	$(PY) -m bench.speed
	$(PY) -m kb eval bench/questions/plan-dev.jsonl

pictures: $(VENV)/.browser chromium
	$(PY) -m tools.pictures docs/pictures

docs: $(VENV)/.dev
	$(PY) -m tools.make_docs

clean:
	rm -rf $(VENV) index/gen-* index/building-* index/CURRENT index/LOCK

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新版本；可用 make PYTHON=python3.12 指定"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt constraints.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements-ocr.txt requirements-mcp.txt $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.browser: requirements-browser.txt $(VENV)/.dev
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-browser.txt
	@touch $@

# 浏览器和中文字体；没有中文字体，页面和图片上只有方框
BROWSER_PACKAGES := chromium fonts-noto-cjk
APT_INSTALL      := apt-get install -y --no-install-recommends $(BROWSER_PACKAGES)

chromium:
	@if { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
	&& fc-list :lang=zh 2>/dev/null | grep -q .; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(APT_INSTALL); \
	else echo "需要 Chromium 浏览器和中文字体。请运行：sudo $(APT_INSTALL)"; exit 1; fi
