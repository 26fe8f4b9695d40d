using System.Collections.Frozen;
using Tagalong.FunctionsHost.App;

namespace Tagalong.FunctionsHost.Workers;

/// <summary>The app whose workers the host starts.</summary>
/// <param name="Folder">The folder with <c>worker.config.json</c>, an absolute path.</param>
/// <param name="Settings">The app settings.</param>
/// <param name="BindingTypes">The binding types that the host knows.</param>
internal sealed record WorkerApp(string Folder, AppSettings Settings, FrozenSet<string> BindingTypes);
