# The commands of this project: the same words locally and in CI.

.PHONY: run build frontend test pictures soak lint bench model clean

# Builds everything and serves http://127.0.0.1:8000 on a SQLite file under data/.
run: build
	./target/release/frontdesk serve

build: frontend
	cargo build --release

# Formatting, lints, unit tests, the API on both databases, and the page in Chromium.
test: frontend lint
	scripts/require postgresql chromium sqlite3
	cargo test --workspace
	npm --prefix frontend test
	npm --prefix frontend run test:e2e

# The pictures in the README, taken anew by the test that makes them.
pictures: frontend
	scripts/require chromium sqlite3
	cargo build
	npm --prefix frontend run test:e2e -- pictures.test.ts
	cd frontend/e2e/screenshots/readme && \
		cp list-light.png form-light.png stats-dark.png playground-light.png $(CURDIR)/docs

# kill -9 under eight writers, two hundred times on each database: some twenty minutes.
soak:
	scripts/require postgresql
	SOAK_KILLS=200 cargo test --test api -- crash::

lint: frontend
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	npm --prefix frontend run check

frontend: frontend/dist/index.html

frontend/dist/index.html: frontend/node_modules schema.graphql $(shell find frontend/src frontend/*.html frontend/*.ts -type f ! -name '*.generated.ts')
	npm --prefix frontend run build
	touch $@

frontend/node_modules: frontend/package-lock.json
	npm --prefix frontend ci
	touch $@

# How fast every kind of question is answered, on both databases, with 10,000 and with 1,000,000
# tickets: a quarter of an hour, and 4 GB in TMPDIR. For less: make bench ARGS="--database sqlite --tickets 10000 --question word"
bench:
	@scripts/require postgresql
	@cargo bench --bench http -- $(ARGS)

# Fits the embedded model to the corpus and writes its weights; the same corpus gives the same bytes.
model:
	cargo run --release -- train corpus/train-*.jsonl --out src/classifier/local/model.bin

clean:
	rm -rf target frontend/dist frontend/node_modules
