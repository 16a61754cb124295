package org.vmcore.kernel.config;

import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code struct static_key}, {@code include/linux/jump_label.h}, and those around one. */
public final class StaticKey {
  private StaticKey() {}

  /**
   * {@code static_key_enabled()}.
   *
   * @param key a {@code struct static_key}, {@code static_key_true} or {@code static_key_false}
   */
  public static boolean isEnabled(Value key) {
    Value plain = key.has("key") ? key.field("key") : key;
    return plain.at("enabled.counter").asInt() > 0;
  }

  /** The same of a variable; a kernel that lacks it has not switched it on. */
  public static boolean isEnabled(Program kernel, String symbol) {
    return kernel.findSymbol(symbol).map(StaticKey::isEnabled).orElse(false);
  }
}
