package org.vmcore.kernel.mm;

import org.vmcore.model.Value;

/** {@code mm_struct.flags}: {@code MMF_*} of {@code include/linux/mm_types.h}. */
public record MmFlags(long bits) {
  public static final int MMF_OOM_SKIP = 21;
  public static final int MMF_DISABLE_THP = 24;
  public static final int MMF_VM_MERGE_ANY = 30;

  private static final int MMF_DUMP_FILTER_SHIFT = 2; // after what says whether to dump
  private static final int MMF_DUMP_FILTER_BITS = 9;

  /** The flags of a {@code struct mm_struct}, since 6.18 the first words of a bitmap. */
  public static MmFlags of(Value mm) {
    Value flags = mm.field("flags");
    return new MmFlags(
        flags.has("__mm_flags") ? flags.at("__mm_flags[0]").asLong() : flags.asLong());
  }

  /**
   * @param flag number of the bit
   */
  public boolean has(int flag) {
    return (bits >> flag & 1) != 0;
  }

  /** What goes into core files, as {@code coredump_filter} has it. */
  public long dumpFilter() {
    return bits >> MMF_DUMP_FILTER_SHIFT & (1 << MMF_DUMP_FILTER_BITS) - 1;
  }
}
