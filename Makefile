# make run   在本机打开政策知识库（首次会装好环境、建好索引）
# make test  检查代码并运行全部测试
# make ocr   装上文字识别，之后扫描件和图片也能入库（可选）

PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
PORT   ?= 8501

.PHONY: run ocr build test lint format bench pictures docs clean

run: build
	@echo "在浏览器里打开 http://localhost:$(PORT) ，按 Ctrl-C 停止"
	$(PY) -m kb serve --port $(PORT)

ocr: $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-ocr.txt

build: $(VENV)/.run
	$(PY) -m kb build || [ $$? -eq 3 ]

test: lint
	$(PY) -m pytest

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

pictures: $(VENV)/.dev
	$(PY) -m pip install --quiet --disable-pip-version-check playwright==1.65.2
	$(PY) tools/pictures.py docs/pictures

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

$(VENV)/.dev: requirements-dev.txt requirements-ocr.txt $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
