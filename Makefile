# Every target prepares what it needs: a fresh Debian 12 with make and python3 (3.11 or newer) is enough, as root or not.
.DEFAULT_GOAL := help
.SUFFIXES:
SHELL := /bin/sh
VENV := .venv/bin
KEY := $(shell cat requirements/dev.lock pyproject.toml scripts/setup | sha256sum | cut -c1-16)
READY := .venv/.ready-$(KEY)
FORMAT ?= text
BENCH ?= portal
ARGS ?=
ROUNDS ?= 200

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Packages are installed without bytecode. It is kept in var/, or every process would compile Django anew.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/var/pycache

.PHONY: help setup browser demo test drill check smoke bench requirements messages docs mutation lock clean

help: ## list these targets
	@grep -hE '^[a-z]+:.*## ' Makefile | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(READY):
	@scripts/setup venv $@

setup: $(READY) ## install the locked dependencies into .venv (nothing to do when the lock is unchanged)
	@:

browser: # look for Chromium, which only browser tests need
	@scripts/setup browser

demo: setup ## five portals, an office and an operator console on this machine
	@$(VENV)/quartier demo $(ARGS)

test: setup browser ## the whole test suite on two processes; ARGS="-k word" for a part of it
	@$(VENV)/python -m pytest -n 2 --dist worksteal $(ARGS)

drill: setup ## break things at random and count what is lost or doubled; ROUNDS=20 for a short one
	@$(VENV)/python -m tests.drills --rounds $(ROUNDS) $(ARGS)

check: setup ## formatting, lint, types, import contracts, templates, translations, migrations, locks
	@$(VENV)/python scripts/check

smoke: setup ## start a demo with fresh data and walk through it over HTTP
	@$(VENV)/quartier smoke $(ARGS)

bench: setup ## measure; BENCH=portal
	@$(VENV)/python -m benchmarks $(BENCH) $(ARGS)

requirements: setup ## which tests prove which requirement, from the last full run; FORMAT=json
	@$(VENV)/python scripts/requirements --format $(FORMAT)

messages: setup ## collect the texts of every app into its German catalogue and compile it
	@$(VENV)/python scripts/messages

docs: setup ## write docs/law, docs/orders.md and the made parts of docs/aufmass again from the code
	@$(VENV)/python -m quartier.law.documentation docs/law
	@$(VENV)/python -m aufmass.documentation docs/aufmass
	@$(VENV)/python -m quartier.core.orders.rules.drawing docs/orders.md

mutation: setup ## how many small faults in the law package its tests find; minutes
	@$(VENV)/python scripts/mutation $(ARGS)

lock: setup ## lock the dependencies again; ARGS="--upgrade" moves all forward
	@$(VENV)/python scripts/lock $(ARGS)

clean: ## remove caches and compiled files; data under var/ stays
	@rm -rf var/cache build dist src/*.egg-info *.egg-info
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
