package org.vmcore.kernel.mm;

import org.vmcore.kernel.config.RodataStrings;
import org.vmcore.model.NoSuchSymbol;
import org.vmcore.model.Program;

/**
 * {@code mnemonics[]} of {@code show_smap_vma_flags()}, {@code fs/proc/task_mmu.c}: two letters for
 * each bit of an area's flags. The table is the kernel's own, and known by its first entries: what
 * bits mean depends on release, processor and configuration. Immutable.
 */
public final class VmaMnemonics {
  private static final String FIRST = "rdwrexshmrmwmems";

  private final String[] letters = new String[Long.SIZE];

  private VmaMnemonics(Program kernel) {
    RodataStrings strings = RodataStrings.of(kernel);
    String pairs = strings.following(FIRST, 2 * Long.SIZE - FIRST.length());
    String ended = strings.following(ended(FIRST), 3 * Long.SIZE - ended(FIRST).length());
    if (pairs.isEmpty() && ended.isEmpty()) {
      throw new NoSuchSymbol("mnemonics", "the table is not in the kernel's read-only data");
    }
    int stride = ended.isEmpty() ? 2 : 3; // 6.12+: each ends with a 0
    String table = ended.isEmpty() ? FIRST + pairs : ended(FIRST) + ended;
    for (int bit = 0; bit < letters.length; bit++) {
      int at = Math.min(table.length(), bit * stride);
      String entry = table.substring(at, Math.min(table.length(), at + 2));
      letters[bit] = entry.startsWith("\0") ? "" : entry;
    }
  }

  private static String ended(String pairs) {
    return pairs.replaceAll("..", "$0\0");
  }

  public static VmaMnemonics of(Program kernel) {
    return kernel.computed(VmaMnemonics.class, VmaMnemonics::new);
  }

  /** Each with a blank behind it. */
  public String of(long flags) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < letters.length; bit++) {
      if ((flags >>> bit & 1) != 0 && !letters[bit].isEmpty()) {
        text.append(letters[bit]).append(' ');
      }
    }
    return text.toString();
  }
}
