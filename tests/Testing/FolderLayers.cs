using System.Reflection;
using Mono.Cecil;

namespace Tagalong.Testing;

/// <summary>The folders of a project are layers: a folder is a namespace, no folder is part of a cycle, and only the root depends on all of them.</summary>
/// <remarks>
/// It reads the compiled code. ArchUnitNET's slices have a caller depend on whatever generated code calls, and the generated binding of
/// options is one method for all options of a project, so that each folder with options seems to know all others.
/// </remarks>
public static class FolderLayers
{
    /// <summary>Asserts that no folder of a project depends on itself through other folders, or on the project's root namespace.</summary>
    /// <param name="project">The project's assembly.</param>
    /// <param name="root">The project's root namespace.</param>
    public static void AssertAcyclic(Assembly project, string root)
    {
        ArgumentNullException.ThrowIfNull(project);
        using var module = ModuleDefinition.ReadModule(project.Location);
        var arrows = module.GetTypes()
            .SelectMany(type => TypesIn(type).Select(used => (From: FolderOf(type, root), To: FolderOf(used, root), Code: $"{type.FullName} uses {used.FullName}")))
            .Where(static arrow => arrow is { From.Length: > 0, To: not null } && arrow.From != arrow.To)
            .Distinct().ToList();

        // A rule passes if it matches nothing.
        Assert.True(arrows.Count > 1, $"{root} has no folders that use each other.");

        Assert.Empty(arrows.Where(static arrow => arrow.To == ""));
        for (var before = int.MaxValue; arrows.Count < before;)
        {
            before = arrows.Count;
            var users = arrows.Select(static arrow => arrow.From).ToHashSet();
            arrows = arrows.FindAll(arrow => users.Contains(arrow.To));
        }

        Assert.True(arrows.Count == 0, $"Folders of {root} use each other in a cycle:\n{string.Join('\n', arrows.DistinctBy(static arrow => (arrow.From, arrow.To)))}");
    }

    /// <summary>The folder of a type; empty for the root, null outside of the project.</summary>
    private static string? FolderOf(TypeReference type, string root)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.Namespace == root ? "" : type.Namespace.StartsWith($"{root}.", StringComparison.Ordinal) ? type.Namespace[(root.Length + 1)..].Split('.')[0] : null;
    }

    private static IEnumerable<TypeReference> TypesIn(TypeDefinition type)
    {
        IEnumerable<TypeReference?> used =
        [
            type.BaseType, .. type.Interfaces.Select(static one => one.InterfaceType), .. type.Fields.Select(static field => field.FieldType),
            .. type.CustomAttributes.Select(static attribute => attribute.AttributeType),
            .. type.Methods.SelectMany(static method => TypesIn(method).Concat(method.HasBody ? TypesIn(method.Body) : [])),
        ];
        return used.SelectMany(Expand);
    }

    private static IEnumerable<TypeReference> TypesIn(MethodReference method) =>
    [
        method.ReturnType, .. method.Parameters.Select(static parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference> TypesIn(Mono.Cecil.Cil.MethodBody body) =>
    [
        .. body.Variables.Select(static variable => variable.VariableType),
        .. body.Instructions.SelectMany(static instruction => instruction.Operand switch
        {
            TypeReference type => [type],
            MethodReference method => TypesIn(method).Append(method.DeclaringType),
            FieldReference field => [field.FieldType, field.DeclaringType],
            _ => (IEnumerable<TypeReference>)[],
        }),
    ];

    /// <summary>A type and its type arguments; of arrays and references, what they are made of.</summary>
    private static IEnumerable<TypeReference> Expand(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Expand).Append(generic.ElementType),
        TypeSpecification of => Expand(of.ElementType),
        _ => [type],
    };
}
