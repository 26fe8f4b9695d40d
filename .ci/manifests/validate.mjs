// Reads rendered manifests and judges them three ways: by the schema of each kind, by its type as TypeScript checks it, which also
// refuses fields that there are none of, and by whether what they refer to is there. Usage: validate.mjs NAME=FILE...
import { existsSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const packages = dirname(createRequire(import.meta.url).resolve("typescript/package.json")) + "/..";
const homes = ["kubernetes-models", "@kubernetes-models/knative", "@kubernetes-models/keda", "@kubernetes-models/argo-rollouts"];
const faults = [];

/** The module with the type and schema of a kind, as it is imported. */
function moduleOf({ apiVersion, kind }) {
  const name = homes.map((home) => `${home}/${apiVersion}/${kind}`).find((path) => existsSync(join(packages, `${path}.js`)));
  return name ?? null;
}

function* objectsOf(argument) {
  const [name, path] = argument.split("=");
  for (const document of parseAllDocuments(readFileSync(path, "utf8"))) {
    if (document.errors.length > 0) throw new Error(`${name}: ${document.errors[0].message}`);
    const object = document.toJS();
    if (object) yield { set: name, where: `${name}: ${object.kind}/${object.metadata?.name}`, object };
  }
}

async function bySchema({ where, object, module }) {
  const { [object.kind]: Model } = await import(pathToFileURL(join(packages, `${module}.js`)));
  try {
    new Model(object).validate();
  } catch (fault) {
    faults.push(`${where}: ${fault.message}`);
  }
}

function byType(checked) {
  // Inside the packages' folder, so that imports are found.
  const folder = mkdtempSync(join(packages, "..", "checked-"));
  try {
    const file = join(folder, "manifests.ts");
    const text = checked
      .map(({ object, module }, at) => `import type { I${object.kind} as T${at} } from "${module}";\nexport const o${at}: T${at} = ${JSON.stringify(object, null, 1)};\n`);
    writeFileSync(file, text.join(""));
    const program = ts.createProgram([file], { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, types: [] });
    const starts = text.map(((sum) => (part) => (sum += part.length) - part.length)(0));
    for (const { start, messageText } of program.getSemanticDiagnostics(program.getSourceFile(file)).concat(program.getSyntacticDiagnostics())) {
      const at = starts.findLastIndex((first) => first <= start);
      faults.push(`${checked[at].where}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The pod template of what runs pods. */
const templateOf = ({ spec }) => spec?.jobTemplate?.spec.template ?? (spec?.template?.spec?.containers ? spec.template : null);

const isEmpty = (selector) => Object.values(selector ?? {}).every((part) => Object.keys(part ?? {}).length === 0);
const isEverybody = ({ namespaceSelector, podSelector, ipBlock }) =>
  ipBlock ? ipBlock.cidr.endsWith("/0") : namespaceSelector !== undefined && isEmpty(namespaceSelector) && isEmpty(podSelector);

/** Who may connect to pods: a policy of ingress in the same namespace selects them, and none lets everybody in. */
function byReach(objects) {
  const policies = objects.filter(({ object: { kind, spec } }) => kind === "NetworkPolicy" && spec.policyTypes?.includes("Ingress")).map(({ object }) => object);
  for (const { where, object } of objects.filter(({ object }) => templateOf(object))) {
    const labels = templateOf(object).metadata?.labels ?? {};
    const selects = ({ metadata, spec }) => metadata.namespace === object.metadata.namespace
      && Object.entries(spec.podSelector.matchLabels ?? {}).every(([key, value]) => labels[key] === value) && !spec.podSelector.matchExpressions;
    if (!policies.some(selects)) faults.push(`${where}: no NetworkPolicy says who may connect to its pods`);
  }
  if (objects.some(({ object: { kind } }) => kind === "ApiServerSource") && !policies.some(({ spec }) => spec.podSelector.matchLabels?.["eventing.knative.dev/sourceName"])) {
    faults.push(`${objects[0].set}: no NetworkPolicy says who may connect to the source's adapter`);
  }
  for (const { metadata, spec } of policies) {
    const open = (spec.ingress ?? []).filter(({ from, ports }) => !from?.length || !ports?.length || from.some(isEverybody));
    if (open.length > 0) faults.push(`${objects[0].set}: NetworkPolicy/${metadata.name}: names no port, or lets everybody in`);
  }
}

/** Images that are the same ones tomorrow: by digest, or by an exact version. */
function byImage(objects) {
  for (const { where, object } of objects) {
    const pod = templateOf(object)?.spec;
    for (const { image } of [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])]) {
      if (!/@sha256:[0-9a-f]{64}$|:v?\d+\.\d+\.\d+([-.][\w.-]+)?$/.test(image)) faults.push(`${where}: the image ${image} has neither a digest nor an exact version`);
    }
  }
}

/** Rights to write are with accounts that label in this cluster, and with no others. */
function byRights(objects) {
  const role = (name) => objects.find(({ object: { kind, metadata } }) => kind === "ClusterRole" && metadata.name === name)?.object;
  const writers = objects
    .filter(({ object: { kind, roleRef } }) => kind === "ClusterRoleBinding" && role(roleRef.name)?.rules.some(({ verbs }) => verbs.includes("patch")))
    .flatMap(({ object: { subjects } }) => subjects.filter(({ kind }) => kind === "ServiceAccount").map(({ name }) => name));
  const settings = Object.assign({}, ...objects.filter(({ object: { kind } }) => kind === "ConfigMap").map(({ object: { data } }) => data));
  const others = Object.keys(settings).some((name) => /^Tagalong__(Fleet__File|Imports__|Clusters__)/.test(name));
  const own = Object.values(settings).some((value) => /(^|access: *)InCluster/.test(value));
  const pods = objects.filter(({ object }) => templateOf(object));
  for (const account of new Set(writers)) {
    const isUsed = pods.some(({ object }) => templateOf(object).spec.serviceAccountName === account)
      ? !others || own
      : objects.some(({ object: { metadata } }) => metadata.annotations?.["kubernetes.io/service-account.name"] === account);
    if (pods.length > 0 && !isUsed) faults.push(`${objects[0].set}: ServiceAccount/${account} may patch objects of this cluster, and nothing here labels them by it`);
  }
}

/** What an object refers to by name, in its own namespace. Secrets are made by people, and not looked for. */
function* referencesOf({ kind, spec }) {
  const pod = spec?.jobTemplate?.spec.template.spec ?? spec?.template?.spec;
  if (pod?.containers) {
    yield ["ServiceAccount", pod.serviceAccountName];
    const maps = pod.containers.flatMap((container) => container.envFrom ?? []).map((from) => from.configMapRef)
      .concat((pod.volumes ?? []).map((volume) => volume.configMap));
    for (const map of maps.filter((map) => map && !map.optional)) yield ["ConfigMap", map.name];
    for (const { name } of pod.containers.flatMap((container) => container.volumeMounts ?? [])) {
      if (!(pod.volumes ?? []).some((volume) => volume.name === name)) faults.push(`there is no volume ${name}`);
    }
  }
  if (kind === "ApiServerSource") yield ["ServiceAccount", spec.serviceAccountName];
  if (kind === "Trigger") yield ["Broker", spec.broker];
  for (const destination of [spec?.sink, spec?.subscriber, spec?.delivery?.deadLetterSink]) {
    if (destination?.ref) yield [destination.ref.kind, destination.ref.name];
  }
  if (kind === "ScaledObject") {
    yield [spec.scaleTargetRef.kind ?? "Deployment", spec.scaleTargetRef.name];
    for (const trigger of spec.triggers.filter((trigger) => trigger.authenticationRef)) yield ["TriggerAuthentication", trigger.authenticationRef.name];
  }
}

/** What KEDA's scalers read; the schema lets anything through. */
const scalers = {
  rabbitmq: ["queueName", "mode", "value", "activationValue", "protocol", "vhostName", "excludeUnacknowledged", "workloadIdentityResource"],
  "azure-queue": ["queueName", "queueLength", "activationQueueLength", "queueLengthStrategy", "accountName", "cloud", "endpointSuffix"],
};

function bySense(objects) {
  const has = (kind, name) => objects.some(({ object }) => object.kind === kind && object.metadata.name === name);
  for (const { where, object } of objects) {
    for (const [kind, name] of referencesOf(object)) {
      if (name && !has(kind, name)) faults.push(`${where}: refers to ${kind}/${name}, which is not among these`);
    }
    if (object.kind === "ClusterRoleBinding") {
      if (!has("ClusterRole", object.roleRef.name)) faults.push(`${where}: there is no ClusterRole ${object.roleRef.name}`);
      for (const { kind, name } of object.subjects) {
        if (kind === "ServiceAccount" && !has(kind, name)) faults.push(`${where}: there is no ServiceAccount ${name}`);
      }
    }
    for (const { type, metadata } of object.kind === "ScaledObject" ? object.spec.triggers : []) {
      for (const key of Object.keys(metadata)) {
        if (!scalers[type]?.includes(key)) faults.push(`${where}: the scaler ${type} has no ${key}`);
      }
    }
    if (object.kind === "ApiServerSource") {
      const rules = objects
        .filter(({ object: { kind, subjects } }) => kind === "ClusterRoleBinding" && subjects.some(({ name }) => name === object.spec.serviceAccountName))
        .flatMap(({ object: { roleRef } }) => objects.find(({ object: { kind, metadata } }) => kind === "ClusterRole" && metadata.name === roleRef.name)?.object.rules ?? []);
      for (const { apiVersion, kind } of object.spec.resources) {
        const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
        const may = rules.some(({ apiGroups, resources, verbs }) =>
          apiGroups.includes(group) && resources.includes(`${kind.toLowerCase()}s`) && ["get", "list", "watch"].every((verb) => verbs.includes(verb)));
        if (!may) faults.push(`${where}: ${object.spec.serviceAccountName} may not watch ${kind}`);
      }
    }
  }
}

const sets = process.argv.slice(2).map((argument) => [...objectsOf(argument)]);
const checked = [];
for (const found of sets.flat()) {
  found.module = moduleOf(found.object);
  if (found.module) checked.push(found);
  else faults.push(`${found.where}: no schema is known of ${found.object.apiVersion}`);
}
for (const found of checked) await bySchema(found);
byType(checked);
for (const judge of [bySense, byReach, byImage, byRights]) sets.filter((set) => set.length > 0).forEach(judge);

faults.forEach((fault) => console.error(fault));
console.log(`${checked.length} objects of ${sets.length} sets, ${new Set(checked.map(({ module }) => module)).size} kinds, ${faults.length} faults`);
process.exit(faults.length > 0 || checked.length === 0 ? 1 : 0);
