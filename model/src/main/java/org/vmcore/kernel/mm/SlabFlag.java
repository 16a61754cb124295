package org.vmcore.kernel.mm;

import org.vmcore.model.Program;

/** Bits of {@code kmem_cache.flags}: {@code include/linux/slab.h}, by name of an enumerator. */
public enum SlabFlag {
  CONSISTENCY_CHECKS(0x100),
  RED_ZONE(0x400),
  POISON(0x800),
  HWCACHE_ALIGN(0x2000),
  CACHE_DMA(0x4000),
  STORE_USER(0x10000),
  RECLAIM_ACCOUNT(0x20000),
  TYPESAFE_BY_RCU(0x80000),
  TRACE(0x200000),
  ACCOUNT(0x4000000),
  SKIP_KFENCE(0x20000000);

  private final long maskOfMacro;

  /** The value of the macro, before enumerators took its place in 6.9. */
  SlabFlag(long maskOfMacro) {
    this.maskOfMacro = maskOfMacro;
  }

  /** The bit in this kernel; none where the configuration does without it. */
  public long mask(Program kernel) {
    if (!kernel.hasType("enum _slab_flag_bits")) {
      return maskOfMacro;
    }
    return kernel.findEnumerator("_SLAB_" + name()).stream().map(bit -> 1L << bit).sum();
  }
}
