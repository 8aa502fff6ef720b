# MinIO from its pinned source, because its images are no longer published. Same go.mod and go.sum as the embedded stack.
FROM golang:1.26.4-bookworm AS build
WORKDIR /src
COPY infra/stack/servers/minio/go.mod infra/stack/servers/minio/go.sum ./
RUN go mod download
RUN CGO_ENABLED=0 GOFLAGS=-mod=readonly go build -trimpath -ldflags "-s -w" -o /minio github.com/minio/minio

FROM alpine:3.23.3
RUN adduser -D -u 10002 minio && mkdir /documents && chown minio:minio /documents && chmod 0700 /documents
COPY --from=build /minio /usr/local/bin/minio
USER minio
VOLUME /documents
ENTRYPOINT ["minio", "server", "--quiet", "--address", ":9000", "/documents"]
