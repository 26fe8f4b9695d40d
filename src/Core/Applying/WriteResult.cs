using Tagalong.Core.ApiServer;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Applying;

/// <summary>What came of applying a plan.</summary>
/// <param name="Answer">
/// The last answer. Its status is <see cref="ApiStatus.FieldConflict"/> where others own all that there was to write.
/// </param>
/// <param name="Applied">The set that was sent last: the plan's, without what others turned out to own.</param>
/// <param name="Writes">How many writes were sent.</param>
internal readonly record struct WriteResult(ApiResult Answer, LabelSet Applied, int Writes);
