using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Apex.Web.Configuration;

/// <summary>
/// Binding that does not stop at the first value of the wrong type: such values keep their default, and the validation at start
/// names each of them beside the broken rules.
/// </summary>
internal static class CheckedSettings
{
    public static OptionsBuilder<T> AddChecked<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton<IValidateOptions<T>>(provider => new TypeCheck<T>(provider.GetRequiredService<IConfiguration>().GetSection(section)));
        return services.AddOptions<T>()
            .Configure<IConfiguration>((options, configuration) => Readable(typeof(T), configuration.GetSection(section)).Bind(options))
            .ValidateOnStart();
    }

    private static IConfigurationRoot Readable(Type type, IConfigurationSection section)
    {
        var wrong = WrongTypes(type, section).Select(found => found.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var readable = section.AsEnumerable(makePathsRelative: true).Where(pair => !wrong.Contains($"{section.Path}:{pair.Key}"));
        return new ConfigurationBuilder().AddInMemoryCollection(readable).Build();
    }

    private static IEnumerable<(string Key, Type Expected)> WrongTypes(Type type, IConfigurationSection section)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var child = section.GetSection(property.Name);
            var target = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (child.Value is { } text && !IsReadable(target, text))
            {
                yield return (child.Path, target);
            }
            else if (target.Assembly == type.Assembly && target.IsClass)
            {
                foreach (var found in WrongTypes(target, child))
                {
                    yield return found;
                }
            }
        }
    }

    private static bool IsReadable(Type type, string text)
    {
        var converter = TypeDescriptor.GetConverter(type);
        if (text.Length == 0 || type == typeof(string) || !converter.CanConvertFrom(typeof(string)))
        {
            return true;
        }

        if (type.IsEnum)
        {
            return Enum.TryParse(type, text, ignoreCase: true, out var value) && Enum.IsDefined(type, value);
        }

        try
        {
            return converter.ConvertFromString(null, CultureInfo.InvariantCulture, text) is not null;
        }
        catch (Exception refused) when (refused is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private sealed class TypeCheck<T>(IConfigurationSection section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            string[] problems = [.. WrongTypes(typeof(T), section).Select(found => $"{found.Key}: {Expectation(found.Expected)}.")];
            return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }

        // The value is not repeated: a secret may have been put under the wrong key.
        private static string Expectation(Type type) =>
            type.IsEnum ? $"must be one of {string.Join(", ", Enum.GetNames(type))}" : $"cannot be read as {type.Name}";
    }
}
