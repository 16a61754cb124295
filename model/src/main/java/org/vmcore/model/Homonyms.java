package org.vmcore.model;

import java.util.Map;
import java.util.Optional;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.types.Type;

/**
 * Types that two files of a kernel call by one name, and which of them is meant here: the one that
 * its file defines. Where no files are known, as in BTF, a member tells them apart. A name that is
 * not listed is an {@link org.vmcore.debuginfo.AmbiguousName} where kernels have several.
 */
final class Homonyms {
  /**
   * @param file that defines it
   * @param member that it has, and the others have not
   */
  private record Meant(String file, String member) {}

  private static final Map<String, Meant> MEANT =
      Map.of(
          // drivers/char/virtio_console.c has another one
          "struct console", new Meant("include/linux/console.h", "match"),
          // kernel/audit_tree.c has another one
          "struct node", new Meant("include/linux/node.h", "dev"));

  private Homonyms() {}

  /**
   * The complete type of this name.
   *
   * @throws org.vmcore.debuginfo.AmbiguousName when there are several, and none is meant
   */
  static Optional<Type> type(DebugInfo info, TypeKind kind, String name) {
    Meant meant = MEANT.get(kind.spelled(name));
    if (meant == null) {
      return info.type(kind, name);
    }
    return info.type(kind, name, meant.file())
        .or(() -> info.types(kind, name).stream().filter(type -> has(type, meant)).findFirst())
        .or(() -> info.type(kind, name));
  }

  private static boolean has(Type type, Meant meant) {
    return type.asStruct().flatMap(struct -> struct.member(meant.member())).isPresent();
  }
}
