using Tagalong.Core.PolicyFiles;

namespace Tagalong.Core.Tests.PolicyFiles;

public class PolicyCaseTests
{
    public static TheoryData<string> Cases => [.. PolicyCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_folder_of_policy_files_gives_exactly_its_faults(string name)
    {
        var @case = PolicyCase.Named(name);

        var result = PolicyLoader.Load([@case.Folder], @case.Packs);

        var faults = result.Faults.Select(fault => fault.ToString().Replace(@case.Folder + "/", "", StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', @case.Faults), string.Join('\n', faults));
        Assert.Equal(@case.Faults.Count == 0, result.IsUsable);
    }
}
