/** Where certificates and libraries are: what a local model's process gets of the environment, and so no key of ours. */
const PASSED_ON = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_DIR', 'SSL_CERT_FILE', 'LD_LIBRARY_PATH'];

export function childEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
}
