package org.vmcore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.types.ArrayType;
import org.vmcore.types.PointerType;
import org.vmcore.types.Type;
import org.vmcore.types.VoidType;

/**
 * Types by what C calls them: {@code struct list_head}, {@code atomic_t}, {@code struct mount *},
 * {@code unsigned long [3]}, {@code atomic_long_t [NR_VM_ZONE_STAT_ITEMS]}, {@code struct {int a;
 * int b;} [4]}. Immutable.
 */
final class TypeSpelling {
  private static final Pattern ARRAY = Pattern.compile("(.*?[^\\s\\]])\\s*((?:\\[\\w*\\])+)");
  private static final Pattern DIMENSION = Pattern.compile("\\[(\\w*)\\]");
  private static final Map<String, TypeKind> KEYWORDS =
      Map.of("struct ", TypeKind.STRUCT, "union ", TypeKind.UNION, "enum ", TypeKind.ENUM);

  private final BiFunction<TypeKind, String, Optional<Type>> named;
  private final Function<String, OptionalLong> enumerator;
  private final int pointerSizeBytes;

  /**
   * @param named the complete type of a name
   * @param enumerator what an array's length may be given as
   */
  TypeSpelling(
      BiFunction<TypeKind, String, Optional<Type>> named,
      Function<String, OptionalLong> enumerator,
      int pointerSizeBytes) {
    this.named = named;
    this.enumerator = enumerator;
    this.pointerSizeBytes = pointerSizeBytes;
  }

  /** Empty when there is no such type. */
  Optional<Type> type(String spelling) {
    String stripped = spelling.strip();
    Matcher array = ARRAY.matcher(stripped);
    if (array.matches()) {
      return type(array.group(1)).flatMap(element -> array(element, array.group(2)));
    }
    if (NamelessStruct.isSpelling(stripped)) {
      return NamelessStruct.of(stripped, this::type);
    }
    if (stripped.endsWith("*")) {
      return type(stripped.substring(0, stripped.length() - 1))
          .map(target -> new PointerType(() -> target, pointerSizeBytes));
    }
    if (stripped.equals("void")) {
      return Optional.of(VoidType.INSTANCE);
    }
    for (Map.Entry<String, TypeKind> keyword : KEYWORDS.entrySet()) {
      if (stripped.startsWith(keyword.getKey())) {
        String name = stripped.substring(keyword.getKey().length()).strip();
        return named.apply(keyword.getValue(), name);
      }
    }
    return named.apply(TypeKind.TYPEDEF, stripped).or(() -> named.apply(TypeKind.BASE, stripped));
  }

  private Optional<Type> array(Type element, String dimensions) {
    List<Long> lengths = new ArrayList<>();
    Matcher each = DIMENSION.matcher(dimensions);
    while (each.find()) {
      OptionalLong length = length(each.group(1));
      if (length.isEmpty()) {
        return Optional.empty();
      }
      lengths.add(0, length.getAsLong());
    }
    Type type = element;
    for (long length : lengths) {
      Type inner = type;
      type = new ArrayType(() -> inner, length);
    }
    return Optional.of(type);
  }

  private OptionalLong length(String text) {
    if (text.isEmpty()) {
      return OptionalLong.of(0); // as the type of a flexible array has it
    }
    return text.chars().allMatch(Character::isDigit)
        ? OptionalLong.of(Long.parseLong(text))
        : enumerator.apply(text);
  }
}
