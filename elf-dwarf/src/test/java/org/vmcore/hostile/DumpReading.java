package org.vmcore.hostile;

import java.util.List;
import java.util.OptionalLong;
import org.vmcore.btf.BtfBytes;
import org.vmcore.debuginfo.KernelInMemory;
import org.vmcore.dump.Dump;
import org.vmcore.dump.Dumps;
import org.vmcore.dump.Opening;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.io.ByteSource;
import org.vmcore.paging.KernelAddressSpace;
import org.vmcore.paging.Memory;
import org.vmcore.recovery.Recovery;
import org.vmcore.recovery.RecoveryExample;

/** Reads all that a dump of any container can be asked for. */
final class DumpReading implements Subject.Reading {
  private static final int BLOCK_BYTES = 4096;
  private static final int FIRST_BLOCKS = 48;
  private static final long[] PLACES = {
    0x0100_1000, 0x0100_3ff8, 0x0200_0000, 1L << 32, 1L << 52, Long.MAX_VALUE, Long.MIN_VALUE, -1
  };
  private static final long[] ADDRESSES = {
    0,
    0x1000,
    0xffff_8880_0100_4ff8L,
    0xffff_8880_0200_0000L,
    0xffff_ffff_8100_4ff8L,
    0xffff_c900_0000_0000L,
    -1,
    Long.MAX_VALUE
  };

  private final Opening how;

  DumpReading(Opening how) {
    this.how = how;
  }

  @Override
  public void read(List<ByteSource> files, Attempts attempts) {
    Dump dump = attempts.of(() -> Dumps.of(files, how));
    if (dump == null) {
      return;
    }
    attempts.of(dump::description);
    attempts.of(dump::notes);
    attempts.of(dump::pageCounts);
    for (long paddr : PLACES) {
      attempts.of(() -> dump.nextStored(paddr));
    }
    for (long block = 0; block < FIRST_BLOCKS; block++) {
      page(dump, block * BLOCK_BYTES, attempts);
    }
    for (long paddr : PLACES) {
      page(dump, paddr, attempts);
    }
    attempts.run(() -> dump.vmcoreInfo().ifPresent(DumpReading::info));
    Memory bare = attempts.of(() -> KernelAddressSpace.of(dump, symbol -> OptionalLong.empty()));
    if (bare != null) {
      memory(bare, attempts);
    }
    KernelInMemory kernel = attempts.of(() -> KernelInMemory.of(dump));
    if (kernel != null) {
      memory(kernel.memory(), attempts);
      new ImageReading(BtfBytes.EXAMPLE_NAMES).read(kernel, attempts);
    }
    attempts.of(() -> Recovery.withOwnText(dump));
    attempts.of(() -> Recovery.withFoundPlace(dump));
    attempts.run(dump::close);
  }

  /** As above, and looks for a kernel whose image is at hand. */
  static void readWithKernel(List<ByteSource> files, Attempts attempts) {
    new DumpReading(Opening.DEFAULT).read(files, attempts);
    Dump dump = attempts.of(() -> Dumps.of(files));
    if (dump != null) {
      attempts.of(() -> Recovery.withKernel(dump, RecoveryExample.kernel()).vmcoreInfo());
    }
  }

  private static void page(Dump dump, long paddr, Attempts attempts) {
    attempts.of(() -> dump.state(paddr));
    attempts.of(() -> dump.page(paddr));
  }

  static void info(VmcoreInfo info) {
    info.values()
        .keySet()
        .forEach(
            key -> {
              info.value(key);
              info.hex(key);
              info.decimal(key);
            });
    info.number("phys_base");
    info.symbol("_stext");
  }

  private static void memory(Memory memory, Attempts attempts) {
    for (long address : ADDRESSES) {
      attempts.of(() -> memory.isReadable(address));
      attempts.of(() -> memory.u8(address));
      attempts.of(() -> memory.u16(address + 1));
      attempts.of(() -> memory.u32(address + 2));
      attempts.of(() -> memory.u64(address + 3));
      attempts.of(() -> memory.read(address, 2 * BLOCK_BYTES));
    }
    if (memory instanceof KernelAddressSpace kernel) {
      for (long pgd : ADDRESSES) {
        attempts.of(() -> kernel.physical(pgd));
        attempts.of(() -> kernel.user(pgd).u64(0x0100_4ff8));
      }
    }
  }
}
