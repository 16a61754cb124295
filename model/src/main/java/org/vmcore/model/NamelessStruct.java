package org.vmcore.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vmcore.types.ArrayType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * A structure without a name, spelled out: {@code struct {char * name; int index;}}, each member as
 * its type and its name. Members lie as they do without attributes: each at a multiple of its own
 * alignment.
 */
final class NamelessStruct {
  private static final String START = "struct {";
  private static final int MAX_ALIGNMENT_BYTES = 8;
  private static final int MAX_DEPTH = 64;

  private NamelessStruct() {}

  static boolean isSpelling(String text) {
    return text.startsWith(START) && text.endsWith("}");
  }

  /** Empty when the type of a member is not known. */
  static Optional<Type> of(String text, Function<String, Optional<Type>> types) {
    List<StructType.Member> members = new ArrayList<>();
    long end = 0;
    long alignment = 1;
    for (String part : text.substring(START.length(), text.length() - 1).split(";")) {
      String declaration = part.strip();
      int space = declaration.lastIndexOf(' ');
      Optional<Type> type =
          space < 0 ? Optional.empty() : types.apply(declaration.substring(0, space));
      if (type.isEmpty()) {
        return Optional.empty();
      }
      long own = alignmentBytes(type.get(), 0);
      long offset = roundedUp(end, own);
      members.add(
          new StructType.Member(declaration.substring(space + 1), type.get(), offset * 8, 0));
      end = offset + type.get().sizeBytes();
      alignment = Math.max(alignment, own);
    }
    return Optional.of(
        new StructType(false, "", roundedUp(end, alignment), true, () -> List.copyOf(members)));
  }

  private static long roundedUp(long offset, long alignment) {
    return (offset + alignment - 1) / alignment * alignment;
  }

  private static long alignmentBytes(Type type, int depth) {
    Type resolved = type.resolved();
    if (depth == MAX_DEPTH) {
      return MAX_ALIGNMENT_BYTES;
    }
    if (resolved instanceof ArrayType array) {
      return alignmentBytes(array.element(), depth + 1);
    }
    if (resolved instanceof StructType struct) {
      long most = 1;
      for (StructType.Member member : struct.members()) {
        most = Math.max(most, alignmentBytes(member.type(), depth + 1));
      }
      return most;
    }
    return Math.max(1, Math.min(MAX_ALIGNMENT_BYTES, resolved.sizeBytes()));
  }
}
