namespace Tagalong.DevCluster.Kinds;

/// <summary>The kinds that the API server serves. To add a kind, add a property here.</summary>
public static class ResourceKinds
{
    private static readonly string[] InAll = ["all"];

    /// <summary>core/v1 namespaces.</summary>
    public static ResourceKind Namespace { get; } = new("", "v1", "Namespace", "namespaces")
    {
        Namespaced = false,
        BuiltIn = true,
        HasStatus = true,
        StatusWritesMetadata = true,
        HasGeneration = false,
        ShortNames = ["ns"],
        StorageVersionHash = "Q3oi5N2YM8M=",
        Blank = """{"metadata":{},"spec":{},"status":{}}""",
        Columns = PrinterColumns.Namespace,
        Default = Defaults.Namespace,
    };

    /// <summary>core/v1 events.</summary>
    public static ResourceKind Event { get; } = new("", "v1", "Event", "events")
    {
        BuiltIn = true,
        HasGeneration = false,
        ShortNames = ["ev"],
        StorageVersionHash = "r2yiGXH7wu8=",
        Blank = """{"metadata":{},"involvedObject":{},"source":{},"firstTimestamp":null,"lastTimestamp":null,"eventTime":null,"reportingComponent":"","reportingInstance":""}""",
        Columns = PrinterColumns.Event,
        SelectableFields =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
    };

    /// <summary>apps/v1 Deployments.</summary>
    public static ResourceKind Deployment { get; } = new("apps", "v1", "Deployment", "deployments")
    {
        BuiltIn = true,
        HasStatus = true,
        ShortNames = ["deploy"],
        Categories = InAll,
        StorageVersionHash = "8aSe+NMegvE=",
        Blank = """{"metadata":{},"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}},"strategy":{}},"status":{}}""",
        Columns = PrinterColumns.Deployment,
        Default = Defaults.OneReplica,
    };

    /// <summary>apps/v1 ReplicaSets.</summary>
    public static ResourceKind ReplicaSet { get; } = new("apps", "v1", "ReplicaSet", "replicasets")
    {
        BuiltIn = true,
        HasStatus = true,
        StatusWritesMetadata = true,
        ShortNames = ["rs"],
        Categories = InAll,
        StorageVersionHash = "P1RzHs8/mWQ=",
        Blank = """{"metadata":{},"spec":{"selector":null,"template":{"metadata":{},"spec":{"containers":null}}},"status":{"replicas":0}}""",
        Bookmark = """{"spec":{"replicas":0,"selector":null,"template":{"metadata":{},"spec":{"containers":null}}},"status":{"replicas":0}}""",
        Columns = PrinterColumns.ReplicaSet,
        Default = Defaults.OneReplica,
    };

    /// <summary>argoproj.io/v1alpha1 AnalysisRuns.</summary>
    public static ResourceKind AnalysisRun { get; } = new("argoproj.io", "v1alpha1", "AnalysisRun", "analysisruns")
    {
        ShortNames = ["ar"],
        StorageVersionHash = "xYalUTqk3oY=",
        Columns = PrinterColumns.Phase,
    };

    /// <summary>argoproj.io/v1alpha1 Experiments.</summary>
    public static ResourceKind Experiment { get; } = new("argoproj.io", "v1alpha1", "Experiment", "experiments")
    {
        ShortNames = ["exp"],
        StorageVersionHash = "brHhnjwixSk=",
        Columns = PrinterColumns.Phase,
    };

    /// <summary>argoproj.io/v1alpha1 Rollouts.</summary>
    public static ResourceKind Rollout { get; } = new("argoproj.io", "v1alpha1", "Rollout", "rollouts")
    {
        HasStatus = true,
        ShortNames = ["ro"],
        StorageVersionHash = "T0mdNo50nFA=",
        Columns = PrinterColumns.Rollout,
    };

    /// <summary>Every kind served, in the order of group, version and resource.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } = [Event, Namespace, Deployment, ReplicaSet, AnalysisRun, Experiment, Rollout];

    /// <summary>The kind of an object by the object's own fields, or null if it is not served.</summary>
    /// <param name="value">An object with <c>apiVersion</c> and <c>kind</c>.</param>
    public static ResourceKind? Of(JsonObject value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var (apiVersion, kind) = (value.StringAt("apiVersion"), value.StringAt("kind"));
        return All.FirstOrDefault(known => known.ApiVersion == apiVersion && known.Kind == kind);
    }

    internal static ResourceKind? Find(string group, string version, string plural) =>
        All.FirstOrDefault(known => known.Plural == plural && known.Group == group && known.Version == version);
}
