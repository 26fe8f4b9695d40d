using Tagalong.Core.PolicyFiles;

namespace Tagalong.Core.Tests.PolicyFiles;

public class PolicyCaseTests
{
    public static TheoryData<string> Cases => [.. PolicyCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_folder_of_policy_files_has_exactly_the_expected_errors(string name)
    {
        var @case = PolicyCase.Named(name);

        var result = PolicyLoader.Load([@case.Folder], @case.Packs);

        var errors = result.Errors.Select(error => error.ToString().Replace(@case.Folder + "/", "", StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', @case.Errors), string.Join('\n', errors));
        Assert.Equal(@case.Errors.Count == 0, result.IsUsable);
    }
}
