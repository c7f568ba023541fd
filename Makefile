# Everything a person does with this project; `make help` lists it.

PREFIX  ?= $(HOME)/.local
DESTDIR ?=

SWIFT  ?= swift
# `--static-swift-stdlib` makes commands that need no Swift toolchain to run, of about 100 MB.
SWIFT_FLAGS ?=
# The copy of the requirements inside the environment says what it was made from.
VENV := .build/venv/requirements.txt
HOME_ASSISTANT := .build/home-assistant/requirements.txt
CALENDARS := .build/calendars/requirements.txt

COMMANDS := rituald ritualctl
RELEASE  := .build/release
RUN      := .build/run
DEB       = $(shell ls -t .build/deb/rituald_*.deb 2>/dev/null | head -n 1)
SOURCES  := Sources Plugins Tests Package.swift

BIN  := $(DESTDIR)$(PREFIX)/bin
UNIT := $(DESTDIR)$(PREFIX)/share/systemd/user
DOC  := $(DESTDIR)$(PREFIX)/share/doc/rituald
# What units start beside the daemon.
DATA := $(DESTDIR)$(PREFIX)/share/rituald
# Desktops find a notification's name and picture by these.
DESKTOP := $(DESTDIR)$(PREFIX)/share/applications
ICON    := $(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps
BASH_COMPLETION := $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSH_COMPLETION  := $(DESTDIR)$(PREFIX)/share/zsh/site-functions
MAN := $(DESTDIR)$(PREFIX)/share/man
FISH_COMPLETION := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

# `%h` in a unit is the home of whoever runs it.
UNIT_PREFIX := $(patsubst $(HOME)/%,\%h/%,$(PREFIX))

INSTALLED := \
	$(addprefix $(BIN)/,$(COMMANDS)) \
	$(UNIT)/rituald.service $(UNIT)/rituald.socket $(UNIT)/rituald-kdeconnect@.service \
	$(DATA)/kdeconnect-both-home \
	$(DESKTOP)/rituald.desktop \
	$(ICON)/rituald.svg \
	$(BASH_COMPLETION)/ritualctl \
	$(ZSH_COMPLETION)/_ritualctl \
	$(FISH_COMPLETION)/ritualctl.fish \
	$(MAN)/man1/ritualctl.1 $(MAN)/man5/rituald.toml.5 $(MAN)/man8/rituald.8 \
	$(addprefix $(DOC)/,README.md config.example.toml openapi.json rituald.catalog LICENSE)

.PHONY: help run build test say-downloads quick unit-test end-to-end simulate check lint layers format bench pictures \
	man deb repo image test-deb test-repo test-image install uninstall clean build-packages deb-packages repo-packages \
	image-packages test-packages always
.NOTPARALLEL:
.DEFAULT_GOAL := help

help: ## list these targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: build ## build, then keep the rituals of config.example.toml in the foreground
	@mkdir -p -m 0700 $(RUN)
	@exec $(RELEASE)/rituald --config config.example.toml --state $(RUN) --socket $(RUN)/control.sock

build: $(addprefix $(RELEASE)/,$(COMMANDS)) ## build both commands in release mode, into .build/release

# Only where something has changed: planning a build alone takes Swift some seconds. A command that
# comes out the same keeps its time, so it is touched.
$(addprefix $(RELEASE)/,$(COMMANDS)): $(shell find Sources Plugins) Package.swift $(if $(SWIFT_FLAGS),always) \
		| build-packages
	$(SWIFT) build -c release $(SWIFT_FLAGS) --product $(@F)
	@touch $@

test: say-downloads layers unit-test simulate end-to-end ## run all tests, end to end included

say-downloads:
	@scripts/say-downloads build test

quick: test-packages ## run the unit tests that need no Python environment, in a minute or two
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest --skip EndToEndTests

unit-test: test-packages $(VENV) $(HOME_ASSISTANT) $(CALENDARS) ## run the tests that start no daemon
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest --skip EndToEndTests

# So many at a time: each daemon and each bus takes one of a user's 128 inotify instances.
end-to-end: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH = 40
end-to-end: test-packages $(VENV) $(HOME_ASSISTANT) $(CALENDARS) ## run the tests that start the built commands
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest --filter EndToEndTests \
		--skip BadPeerTests --skip EverywhereTests --skip AnswerKillTests
	$(SWIFT) test --skip-build --disable-xctest --filter BadPeerTests
	$(SWIFT) test --skip-build --disable-xctest --filter EverywhereTests
	$(SWIFT) test --skip-build --disable-xctest --filter AnswerKillTests

# Ten years in a life take some three seconds optimized, and five times that otherwise.
simulate: build-packages ## live SEEDS lives of ten years full of faults (default: 200)
	$(SWIFT) build -c release --product SimulateFaults
	$(RELEASE)/SimulateFaults --known --from $(or $(FROM),1) --seeds $(or $(SEEDS),200)

check: lint layers build unit-test simulate end-to-end ## lint, layers, release build and all tests

lint: build-packages ## check the format of every Swift file
	$(SWIFT) format lint --strict -r -p $(SOURCES)

layers: test-packages ## check imports, file lengths and names against the layers
	scripts/check-layers --self-test
	scripts/check-layers

format: build-packages ## format every Swift file in place
	$(SWIFT) format -i -r -p $(SOURCES)

bench: build-packages $(CALENDARS) ## run the benchmarks
	@scripts/install-packages bench
	Benchmarks/run
	Benchmarks/run-ledger
	Benchmarks/run-planner
	Benchmarks/run-calendar
	Benchmarks/Delivery/run
	Benchmarks/run-start
	Benchmarks/run-idle

pictures: build ## draw docs/images from the running program
	@scripts/install-packages pictures
	/usr/bin/python3 -m venv .build/pictures
	.build/pictures/bin/pip install --quiet --disable-pip-version-check rich==14.2.0
	.build/pictures/bin/python scripts/pictures
	scripts/captures

man: build $(VENV) ## make docs/man from the docs and from the help of the commands
	.build/venv/bin/python scripts/man-pages

install: build ## install into ~/.local (or PREFIX, below DESTDIR), without root
	install -d $(sort $(dir $(INSTALLED)))
	install -m 0755 $(addprefix $(RELEASE)/,$(COMMANDS)) $(BIN)
	for unit in rituald.service rituald.socket rituald-kdeconnect@.service; do \
		sed 's,%h/\.local/\(bin\|share\),$(UNIT_PREFIX)/\1,g' systemd/$$unit > $(UNIT)/$$unit && chmod 0644 $(UNIT)/$$unit || exit 1; \
	done
	install -m 0755 systemd/kdeconnect-both-home $(DATA)
	install -m 0644 systemd/rituald.desktop $(DESKTOP)
	install -m 0644 systemd/rituald.svg $(ICON)
	$(RELEASE)/ritualctl --generate-completion-script bash > $(BASH_COMPLETION)/ritualctl
	$(RELEASE)/ritualctl --generate-completion-script zsh > $(ZSH_COMPLETION)/_ritualctl
	$(RELEASE)/ritualctl --generate-completion-script fish > $(FISH_COMPLETION)/ritualctl.fish
	install -m 0644 docs/man/ritualctl.1 $(MAN)/man1
	install -m 0644 docs/man/rituald.toml.5 $(MAN)/man5
	install -m 0644 docs/man/rituald.8 $(MAN)/man8
	install -m 0644 README.md config.example.toml docs/openapi.json systemd/rituald.catalog LICENSE $(DOC)
	@if command -v zsh >/dev/null && ! zsh -ic 'print -rl -- $$fpath' </dev/null 2>/dev/null | grep -qxF '$(ZSH_COMPLETION)'; then \
		echo 'zsh does not look for completions in $(ZSH_COMPLETION); in ~/.zshrc, before compinit:'; \
		echo '    fpath+=($(ZSH_COMPLETION))'; \
	fi
	@echo 'Next: ritualctl init, which writes a config and starts the service'

# A unit that is gone would leave the daemon running, and a link to it that leads nowhere.
uninstall: ## remove exactly what install put there; config and ledger stay
	@if [ "$$(systemctl --user show --property=FragmentPath --value rituald 2>/dev/null)" = '$(UNIT)/rituald.service' ]; then \
		live=; links="$${XDG_CONFIG_HOME:-$$HOME/.config}/systemd/user"; \
		watchers=$$( { systemctl --user list-units --all --plain --no-legend 'rituald-kdeconnect@*' | cut -d ' ' -f 1; \
			find "$$links" -name 'rituald-kdeconnect@?*.service' -printf '%f\n' 2>/dev/null; } | sort -u); \
		for unit in rituald.socket rituald $$watchers; do \
			systemctl --user --quiet is-active $$unit || systemctl --user --quiet is-enabled $$unit 2>/dev/null || continue; \
			live="$$live $$unit"; \
		done; \
		[ -z "$$live" ] || { echo "This runs, or starts when you log in. First: systemctl --user disable --now$$live" >&2; exit 1; }; \
	fi
	rm -f $(INSTALLED)
	-@cd $(DESTDIR)$(PREFIX) && rmdir -p --ignore-fail-on-non-empty \
		$(sort $(patsubst $(DESTDIR)$(PREFIX)/%,%,$(dir $(INSTALLED)))) 2>/dev/null || true

deb: deb-packages ## build a Debian package that needs no Swift, into .build/deb
	@grep -q "version $$(dpkg-parsechangelog -S Version)\"" Sources/ControlAPI/Messages/ProductVersion.swift \
		|| { echo 'debian/changelog and ProductVersion.swift name different versions' >&2; exit 1; }
	DEB_RULES_REQUIRES_ROOT=no debian/rules binary
	lintian --fail-on error,warning .build/deb/rituald_*.deb
	@ls -sh .build/deb/*.deb

repo: deb repo-packages ## build a signed apt repository of it, into .build/repo (SIGN_WITH=KEY)
	scripts/packages/make-repo $(DEB)

image: deb image-packages ## build an OCI image of it, into .build/image
	scripts/packages/make-image $(DEB)

test-deb: deb ## install it in a clean Debian 12, live through faults, upgrade and purge; needs the network
	scripts/packages/test-package $(DEB) $(OLDER)
	scripts/packages/run-piuparts $(DEB)

test-repo: repo ## install it from that repository in a clean Debian 12
	scripts/packages/test-repo

test-image: image ## run that image without an engine
	scripts/packages/test-image

clean: ## remove everything that was built, the ledger of `make run` too
	rm -rf .build

deb-packages:
	@scripts/install-packages build deb

repo-packages:
	@scripts/install-packages repo

image-packages:
	@scripts/install-packages image

build-packages:
	@scripts/install-packages build

test-packages:
	@scripts/install-packages build test

$(VENV): Tests/requirements.txt | test-packages
	rm -rf .build/venv
	/usr/bin/python3 -m venv .build/venv
	.build/venv/bin/pip install --quiet --disable-pip-version-check -r Tests/requirements.txt
	cp Tests/requirements.txt $(VENV)

# An environment of its own, because it pins an older python-dateutil.
$(CALENDARS): Tests/requirements-calendars.txt | test-packages
	rm -rf .build/calendars
	/usr/bin/python3 -m venv .build/calendars
	.build/calendars/bin/pip install --quiet --disable-pip-version-check -r $<
	cp $< $@

# An environment of its own, because it pins what others want newer.
$(HOME_ASSISTANT): Tests/requirements-home-assistant.txt | test-packages
	rm -rf .build/home-assistant
	/usr/bin/python3 -m venv .build/home-assistant
	.build/home-assistant/bin/pip install --quiet --disable-pip-version-check --no-deps --no-compile -r $<
	cp $< $@
