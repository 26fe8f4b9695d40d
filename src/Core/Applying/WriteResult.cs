using Tagalong.Core.ApiServer;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Applying;

/// <summary>The result of applying a plan.</summary>
/// <param name="Response">
/// The last response. Its status is <see cref="ApiStatus.FieldConflict"/> where others own every label that was to be written.
/// </param>
/// <param name="Applied">The set that was sent last: the plan's, without the keys that others own.</param>
/// <param name="Writes">How many writes were sent.</param>
internal readonly record struct WriteResult(ApiResult Response, LabelSet Applied, int Writes);
