#!/bin/sh
# Records its arguments, the variables that begin with SEEN_ and KUBERNETES_EXEC_INFO in the folder runs beside it.
# Returns PLUGIN_STATUS in the API version PLUGIN_VERSION, or fails with the message PLUGIN_ERROR.
record=$(mktemp "$(dirname "$0")/runs/XXXXXX")
{
  for argument; do printf 'argument: %s\n' "$argument"; done
  env | grep '^SEEN_' | sort | sed 's/^/variable: /'
  printf 'exec info: %s\n' "$KUBERNETES_EXEC_INFO"
} > "$record"
[ -z "$PLUGIN_ERROR" ] || { echo "$PLUGIN_ERROR" >&2; exit 7; }
status='{"token":"of-plugin"}'
printf '{"apiVersion":"client.authentication.k8s.io/%s","kind":"ExecCredential","status":%s}' "${PLUGIN_VERSION:-v1}" "${PLUGIN_STATUS:-$status}"
