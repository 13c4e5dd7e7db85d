# docker build -t bneck-lab . && docker run --rm -p 8000:8000 bneck-lab
# BASE may be any image with Python >= 3.11 and its venv module. compose.yaml runs the image, alone
# or several of it behind a proxy.
ARG BASE=python:3.13-slim

# ---------------------------------------------------------------- wheel
FROM ${BASE} AS wheel

# PyTorch's CPU builds, as in the Makefile; an empty one is not asked.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu

RUN python3 -m venv /opt/bneck-lab
ENV PATH=/opt/bneck-lab/bin:$PATH \
    PIP_CONSTRAINT=/src/constraints.txt \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

WORKDIR /src
COPY constraints.txt ./
# hadolint ignore=DL3013
RUN pip install --no-deps torch \
    ${TORCH_INDEX:+--extra-index-url ${TORCH_INDEX} --timeout 30 --retries 1}

COPY . .
RUN pip wheel --no-deps --wheel-dir /wheels . \
 && pip install /wheels/*.whl

# What PyTorch carries for those who compile against it or test it, a quarter of the image; and pip.
# Of its programs it looks for one when it is imported.
RUN for unused in include share test; do \
      rm -rf /opt/bneck-lab/lib/python3.*/site-packages/torch/"$unused"; \
    done \
 && find /opt/bneck-lab/lib/python3.*/site-packages/torch/bin -type f ! -name torch_shm_manager -delete \
 && pip uninstall --yes setuptools pip

# ---------------------------------------------------------------- final
FROM ${BASE}

COPY --from=wheel /opt/bneck-lab /opt/bneck-lab
ENV PATH=/opt/bneck-lab/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# An instructor's own labs, with BNECK_LAB_LABS=/labs; a volume that is mounted there is the user's.
RUN mkdir /labs && chown 10001:10001 /labs
VOLUME /labs

# Nothing else is written anywhere: the root file system may be read-only.
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
# Alive is also who is busy: a burst of questions starts nothing anew.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python3", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["bneck-lab", "serve", "--host", "0.0.0.0", "--port", "8000"]
