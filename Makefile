# Two commands do all the set-up: `make run` serves the platform, `make test` proves it.

PYTHON ?= python3
PORT ?= 8000
EXAMPLES ?= 500

.DEFAULT_GOAL := help
.PHONY: help run test check bench soak lock

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/'

run: export LMS_DEMONSTRATION ?= 1
run: export LMS_SECURE_COOKIES ?= 0
run: export LMS_SITE_ORIGIN ?= http://127.0.0.1:$(PORT)
run: export LMS_CONTENT_ORIGIN ?= http://localhost:$(PORT)
run: ## Set up what is missing, and serve the demonstration on 127.0.0.1 (make run PORT=8001 for another port)
	@$(PYTHON) -m tools.set_up run
	@echo '==> Making the keys · 生成密钥'
	@.venv/bin/lms keys init --if-missing
	@echo '==> Bringing the database up to date · 更新数据库'
	@.venv/bin/lms db upgrade
	@echo '==> Laying a demonstration year into an empty database · 准备演示数据'
	@.venv/bin/lms demo
	@echo '==> Serving on http://127.0.0.1:$(PORT)/ (Ctrl-C ends it) · 正在启动服务（按 Ctrl-C 结束）'
	@exec .venv/bin/lms serve --host 127.0.0.1 --port $(PORT)

test: ## Set up what is missing (Chromium, PostgreSQL and fonts by apt), then the gate and all tests on both engines
	@$(PYTHON) -m tools.set_up dev
	@.venv/bin/python -m tools.system_packages
	@.venv/bin/python -m tools.run_tests

check: ## Only the gate: format, lint, types, floors, templates, locks
	@$(PYTHON) -m tools.set_up dev
	@.venv/bin/python -m tools.gate

bench: ## Measure against the bare framework; a figure below its goal fails
	@$(PYTHON) -m tools.set_up dev
	@.venv/bin/python -m tools.system_packages postgresql
	@.venv/bin/python -m tests.benchmarks

soak: ## Drive the seats by chance for a long time on both engines (make soak EXAMPLES=2000)
	@$(PYTHON) -m tools.set_up dev
	@.venv/bin/python -m tools.system_packages postgresql
	@for engine in sqlite postgresql; do \
	  SOAK_EXAMPLES=$(EXAMPLES) .venv/bin/python -m pytest tests/study_sessions/test_seats_stateful.py \
	    tests/study_sessions/test_places_stateful.py --engine $$engine || exit 1; done

lock: ## Lock all packages again by version and hash (make lock UPGRADE=--upgrade for newer ones)
	@$(PYTHON) -m tools.lock $(UPGRADE)
