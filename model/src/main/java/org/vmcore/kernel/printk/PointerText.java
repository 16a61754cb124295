package org.vmcore.kernel.printk;

import org.vmcore.kernel.config.StaticKey;
import org.vmcore.kernel.stack.CodeSymbols;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/** How the kernel prints pointers, {@code lib/vsprintf.c}. */
public final class PointerText {
  private static final int MAX_ERRNO = 4095; // include/linux/err.h
  private static final String NOT_HASHED_YET = "(____ptrval____)";

  private PointerText() {}

  /** {@code %p}: a number that tells pointers apart and not where they point. */
  public static String hashed(Program kernel, long pointer) {
    if (Long.compareUnsigned(pointer, -MAX_ERRNO) >= 0 || pointer == 0 || isPlain(kernel)) {
      return hex(pointer);
    }
    if (!isKeyFilled(kernel)) {
      return NOT_HASHED_YET;
    }
    long[] key = kernel.symbol("ptr_key").field("key").longs();
    return hex(SipHash.of(key[0], key[1], pointer) & 0xffff_ffffL);
  }

  /** {@code no_hash_pointers} on the command line. */
  private static boolean isPlain(Program kernel) {
    return kernel.findSymbol("no_hash_pointers").map(Value::asBoolean).orElse(false);
  }

  /** Whether random numbers were there to make the key of; a static key said so before 6.0. */
  private static boolean isKeyFilled(Program kernel) {
    return kernel
        .findSymbol("filled_random_ptr_key")
        .map(Value::asBoolean)
        .orElseGet(() -> !StaticKey.isEnabled(kernel, "not_filled_random_ptr_key"));
  }

  private static String hex(long number) {
    String digits = Long.toHexString(number);
    return "0".repeat(2 * Long.BYTES - digits.length()) + digits;
  }

  /** {@code %ps}: the symbol's name, and its module; the number where there is none. */
  public static String symbol(Program kernel, long pointer) {
    return CodeSymbols.of(kernel)
        .at(pointer)
        .map(PointerText::name)
        .orElse("0x" + Long.toHexString(pointer));
  }

  /** {@code %pS}: also how far into the symbol, data too; all digits where there is none. */
  public static String symbolAndOffset(Program kernel, long pointer) {
    return kernel.symbolAt(pointer).map(SymbolAt::text).orElse("0x" + hex(pointer));
  }

  private static String name(SymbolAt symbol) {
    return symbol.module().isEmpty() ? symbol.name() : symbol.name() + " [" + symbol.module() + "]";
  }
}
