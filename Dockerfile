# SkyPanel in a container, for linux/amd64 and linux/arm64: docker build -t skypanel .
# It runs as user 1000 on a read-only root; everything it keeps lies in /data.

FROM node:22-bookworm-slim AS build
WORKDIR /source
# The packages first: they are fetched again only when the lock file changes.
COPY package.json package-lock.json ./
COPY deploy/setup.mjs deploy/
RUN node deploy/setup.mjs --production
COPY . .
RUN node_modules/.bin/node deploy/make-release.ts --with-packages /made \
 && mkdir /skypanel \
 && tar -xzf /made/skypanel-*.tar.gz -C /skypanel --strip-components=1 --no-same-owner

# Node comes with the release: nothing is installed here.
FROM debian:bookworm-slim
COPY --from=build /skypanel /skypanel
# COPY would leave it readable by others.
RUN install -d -m 700 -o 1000 -g 1000 /data
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 PORT=8080 PATH=/skypanel:/skypanel/node_modules/node/bin:/usr/bin:/bin
USER 1000:1000
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# By the Node of the release, as there is no curl.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["skypanel"]
CMD ["start", "--foreground"]
