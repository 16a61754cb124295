package org.vmcore.kernel.bpf;

import java.util.Locale;
import java.util.Optional;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.types.EnumType;

/** Names of types as bpftool has them: the kernel's constants in small letters. */
public final class BpfNames {
  private BpfNames() {}

  /**
   * @param one any constant of the enumeration
   * @param prefix of the constants, which is left out
   * @return empty for a number without a constant
   */
  public static Optional<String> of(Program kernel, String one, String prefix, Value type) {
    return kernel.enumerationOf(one).enumerators().stream()
        .filter(constant -> constant.value() == type.asLong())
        .map(EnumType.Enumerator::name)
        .filter(name -> name.startsWith(prefix) && !name.endsWith("_DEPRECATED"))
        .map(name -> name.substring(prefix.length()).toLowerCase(Locale.ROOT))
        .findFirst();
  }
}
