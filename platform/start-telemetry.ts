import { setTimeout as sleep } from 'node:timers/promises';

export interface Telemetry {
  /** Sends what is left, and gives up after a moment. */
  stop(): Promise<void>;
}

const EXPORT_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 2_000;

/**
 * Exports spans over OTLP/HTTP when `OTEL_EXPORTER_OTLP_ENDPOINT` is set; the SDK reads the standard
 * `OTEL_*` variables itself. Without it nothing is loaded. Spans are sent in batches in the background.
 */
export async function startTelemetry(options: {
  readonly endpoint: string | undefined;
  readonly serviceName: string;
  readonly serviceVersion: string;
}): Promise<Telemetry> {
  if (options.endpoint === undefined) return { async stop() {} };
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const sdk = new NodeSDK({
    // Host names, paths and arguments are nobody's business.
    autoDetectResources: false,
    resource: resourceFromAttributes({
      'service.name': options.serviceName,
      'service.version': options.serviceVersion,
    }),
    traceExporter: new OTLPTraceExporter({ timeoutMillis: EXPORT_TIMEOUT_MS }),
    // Left out, they would be made from the environment, and send what nobody has recorded.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  return {
    async stop() {
      const shutdown = sdk.shutdown().catch(() => undefined);
      await Promise.race([shutdown, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    },
  };
}
