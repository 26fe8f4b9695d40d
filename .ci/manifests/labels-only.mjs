// Evaluates the expressions of infra/kubernetes/labels-only as an API server would: labels may change, but for those that controllers find
// their objects by, and anything else may not. Usage: labels-only.mjs FILE PROTECTED, the rendered policy and src/Core/Rules/ProtectedKeys.cs.
import { readFileSync } from "node:fs";
import { Environment } from "@marcbachmann/cel-js";
import { parseAllDocuments } from "yaml";

const { spec } = parseAllDocuments(readFileSync(process.argv[2], "utf8")).map((document) => document.toJS()).find(({ kind }) => kind === "ValidatingAdmissionPolicy");

/** The keys that the labeler protects, by its own source. */
const [everywhere, onAnalysisRuns] = ["Everywhere", "OnAnalysisRuns"].map((name) =>
  [...new RegExp(`> ${name} [^\\[]*\\[([^\\]]*)\\]`).exec(readFileSync(process.argv[3], "utf8"))[1].matchAll(/"([^"]+)"/g)].map(([, key]) => key));

const environment = ["object", "oldObject", "request", "variables"].reduce(
  (all, name) => all.registerVariable(name, "dyn"), new Environment({ homogeneousAggregateLiterals: false }));

/** Null where the policy has nothing to say, else how many validations refuse; what cannot be evaluated refuses, by failurePolicy. */
function judge(policy, username, operation, oldObject, object) {
  const request = { operation, userInfo: { username }, kind: { kind: (object ?? oldObject).kind } };
  const variables = {};
  const evaluate = (expression) => environment.evaluate(expression, { object, oldObject, request, variables });
  const attempt = (expression) => {
    try {
      return evaluate(expression);
    } catch {
      return undefined;
    }
  };
  if (!policy.matchConditions.every(({ expression }) => evaluate(expression))) return null;
  // In their order, as the API server has it; one that fails makes those validations fail that use it.
  for (const { name, expression } of policy.variables) {
    const value = attempt(expression);
    if (value !== undefined) variables[name] = value;
  }
  return policy.validations.filter(({ expression }) => attempt(expression) !== true).length;
}

const labels = { app: "web", tier: "front", "pod-template-hash": "5c9f", team: "old" };
const replicaSet = {
  apiVersion: "apps/v1",
  kind: "ReplicaSet",
  metadata: { name: "web-1", labels, annotations: { revision: "1" }, ownerReferences: [{ kind: "Rollout", name: "web", uid: "u" }] },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "web", "pod-template-hash": "5c9f" }, matchExpressions: [{ key: "tier", operator: "In", values: ["front", "back"] }] },
    template: { metadata: { labels: { app: "web", tier: "back", "pod-template-hash": "5c9f" } }, spec: { containers: [{ name: "web", image: "web:1" }] } },
  },
};
const bare = edited(replicaSet, ({ metadata }) => (metadata.labels = { "pod-template-hash": "5c9f" }));
const unlabeled = edited(replicaSet, ({ metadata }) => delete metadata.labels);
const experiment = { apiVersion: "argoproj.io/v1alpha1", kind: "Experiment", metadata: { name: "web-1", labels: { "rollouts-pod-template-hash": "5c9f" } }, spec: { templates: [] } };
const run = { apiVersion: "argoproj.io/v1alpha1", kind: "AnalysisRun", metadata: { name: "web-1", labels: { "rollout-type": "Step", "step-index": "1" } }, spec: { metrics: [] } };
const specless = { apiVersion: "argoproj.io/v1alpha1", kind: "AnalysisRun", metadata: { name: "web-2" } };

function edited(object, edit) {
  const after = structuredClone(object);
  edit(after);
  return after;
}

const labeler = "system:serviceaccount:tagalong:tagalong";
const update = (name, refusals, before, edit, username = labeler) => ({ name, refusals, username, operation: "UPDATE", before, after: edited(before, edit) });
const cases = [
  update("nothing", 0, replicaSet, () => {}),
  update("a label", 0, replicaSet, ({ metadata }) => (metadata.labels.cost = "1")),
  update("another value", 0, replicaSet, ({ metadata }) => (metadata.labels.team = "new")),
  update("a label less", 0, replicaSet, ({ metadata }) => delete metadata.labels.team),
  update("the first label", 0, unlabeled, ({ metadata }) => (metadata.labels = { team: "new" })),
  update("a label of an Experiment", 0, experiment, ({ metadata }) => (metadata.labels.team = "new")),
  update("a label of an AnalysisRun", 0, run, ({ metadata }) => (metadata.labels.team = "new")),
  update("a label of what has no spec", 0, specless, ({ metadata }) => (metadata.labels = { team: "new" })),
  update("a selector's key from the pod template", 0, bare, ({ metadata }) => Object.assign(metadata.labels, { app: "web", tier: "back" })),
  update("a selector's key that follows the pod template", 0, replicaSet, ({ metadata }) => (metadata.labels.tier = "back")),
  update("no selector's key", 1, replicaSet, ({ metadata }) => delete metadata.labels.app),
  update("another value of a selector's key", 1, replicaSet, ({ metadata }) => (metadata.labels.app = "other")),
  update("a selector's key with a value that the pod template has not", 1, bare, ({ metadata }) => (metadata.labels.app = "other")),
  update("no key of an expression", 1, replicaSet, ({ metadata }) => delete metadata.labels.tier),
  update("another value of an expression's key", 1, replicaSet, ({ metadata }) => (metadata.labels.tier = "none")),
  update("another hash, which the selector wants too", 2, replicaSet, ({ metadata }) => (metadata.labels["pod-template-hash"] = "x")),
  update("what orphans a ReplicaSet", 2, replicaSet, ({ metadata }) => (delete metadata.labels.app, (metadata.labels["pod-template-hash"] = "x"))),
  update("no labels", 2, replicaSet, ({ metadata }) => delete metadata.labels),
  ...everywhere.flatMap((key) => [experiment, run].flatMap((object) => [
    update(`${key} of an ${object.kind}`, 1, object, ({ metadata }) => (metadata.labels[key] = "x")),
    update(`no ${key} of an ${object.kind}`, 1, edited(object, ({ metadata }) => (metadata.labels[key] = "x")), ({ metadata }) => delete metadata.labels[key]),
  ])),
  ...onAnalysisRuns.flatMap((key) => [
    update(`${key} of an AnalysisRun`, 1, run, ({ metadata }) => (metadata.labels[key] = "x")),
    update(`no ${key} of an AnalysisRun`, 1, run, ({ metadata }) => delete metadata.labels[key]),
    update(`${key} of an Experiment`, 0, experiment, ({ metadata }) => (metadata.labels[key] = "x")),
  ]),
  update("the pod template", 1, replicaSet, ({ spec }) => (spec.template.spec.containers[0].image = "evil:1")),
  update("a pod label, and the label to fit", 2, replicaSet, ({ metadata, spec }) => (spec.template.metadata.labels.app = metadata.labels.app = "other")),
  update("the replicas", 1, replicaSet, ({ spec }) => (spec.replicas = 0)),
  update("no spec", 1, replicaSet, (object) => delete object.spec),
  update("an annotation", 1, replicaSet, ({ metadata }) => (metadata.annotations.more = "1")),
  update("no annotations", 1, replicaSet, ({ metadata }) => delete metadata.annotations),
  update("an owner", 1, replicaSet, ({ metadata }) => (metadata.ownerReferences[0].uid = "v")),
  update("no owner", 1, replicaSet, ({ metadata }) => delete metadata.ownerReferences),
  update("a finalizer", 1, replicaSet, ({ metadata }) => (metadata.finalizers = ["x"])),
  update("all of it by Entra ID", 2, replicaSet, ({ metadata }) => (metadata.labels = {}), "00000000-0000-0000-0000-000000000000"),
  update("somebody else", null, replicaSet, ({ metadata, spec }) => (delete metadata.labels, (spec.replicas = 0)), "system:serviceaccount:argo-rollouts:argo-rollouts"),
];

/** The cases that come out otherwise than expected. A creation has no old object, so more than one expression refuses it. */
const wrongBy = (policy) => [
  ...cases.map((one) => [one.name, judge(policy, one.username, one.operation, one.before, one.after), one.refusals]).filter(([, got, wanted]) => got !== wanted),
  ...[judge(policy, labeler, "CREATE", null, replicaSet)].filter((refusals) => !(refusals > 0)).map((refusals) => ["a creation", refusals, "some"]),
];

const wrong = wrongBy(spec);
wrong.forEach(([name, refused, expected]) => console.error(`labels-only: ${name}: refused by ${refused} expressions, and ${expected} were expected`));
for (const validation of spec.validations.filter(({ expression }) => !expression.includes("request.operation"))) {
  // Each of them is needed: without it something of the above would pass.
  if (wrongBy({ ...spec, validations: spec.validations.filter((other) => other !== validation) }).length > 0) continue;
  console.error(`labels-only: nothing here needs the expression ${validation.expression}`);
  wrong.push(validation);
}
for (const { expression } of [...spec.variables, ...spec.validations, ...spec.matchConditions]) {
  const { valid, error } = environment.check(expression);
  if (valid) continue;
  console.error(`labels-only: ${expression}: ${error.message}`);
  wrong.push(expression);
}
console.log(`${cases.length + 1} requests were judged by the policy labels-only, ${wrong.length} wrongly`);
process.exit(wrong.length > 0 ? 1 : 0);
