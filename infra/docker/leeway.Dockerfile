# Leeway itself: the worker, the migration and preparation jobs, the codec server and the command line.
FROM python:3.11.15-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /opt/leeway
COPY requirements.lock ./
RUN /opt/leeway/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock

FROM python:3.11.15-slim-bookworm
ENV PATH=/opt/leeway/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/app
WORKDIR /app
RUN useradd --uid 10001 --create-home leeway
COPY --from=build /opt/leeway /opt/leeway
COPY pyproject.toml worker.py ./
COPY workflows workflows
COPY activities activities
COPY starter starter
COPY templates templates
COPY infra infra
USER leeway
ENTRYPOINT ["/app/infra/docker/entrypoint.sh"]
CMD ["python", "worker.py"]
