# The page, then the server that carries it, then an image with nothing but that one file.

FROM node:22-bookworm-slim AS frontend
WORKDIR /frontdesk/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci
COPY schema.graphql ../
COPY frontend ./
RUN npm run build

FROM rust:1.95-slim-bookworm AS server
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /frontdesk
COPY Cargo.toml Cargo.lock ./
COPY encoder encoder
COPY migration migration
COPY regression regression
COPY corpus corpus
COPY src src
COPY --from=frontend /frontdesk/frontend/dist frontend/dist
RUN cargo build --release --locked

FROM debian:bookworm-slim
RUN useradd --system --create-home --home-dir /frontdesk frontdesk
USER frontdesk
WORKDIR /frontdesk
RUN mkdir data
COPY --from=server /frontdesk/target/release/frontdesk /usr/local/bin/frontdesk
# Inside a container, the container is the host that decides who may connect.
ENV HOST=0.0.0.0
EXPOSE 8000
VOLUME /frontdesk/data
HEALTHCHECK --interval=10s --timeout=3s CMD ["frontdesk", "healthcheck"]
CMD ["frontdesk", "serve"]
