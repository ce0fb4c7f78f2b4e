# Nudge for production: without the embedded PostgreSQL, without build tools, and not as root.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/nudge
ENV PATH=/opt/nudge/bin:$PATH
WORKDIR /src
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY migrations migrations
COPY bot bot
RUN pip install --no-deps --no-build-isolation . && pip uninstall --yes setuptools pip

FROM python:${PYTHON}-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin nudge
COPY --from=build /opt/nudge /opt/nudge
ENV PATH=/opt/nudge/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 NUDGE_HEALTH=127.0.0.1:8080
USER nudge
WORKDIR /home/nudge
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client as web, os; \
asking = web.HTTPConnection(os.environ['NUDGE_HEALTH'], timeout=3); \
asking.request('GET', '/healthz'); \
raise SystemExit(asking.getresponse().status != 200)"]
CMD ["nudge", "run"]
