package org.vmcore.kernel.stack;

import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.io.ByteSource;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.Value;
import org.vmcore.orc.OrcFormat;
import org.vmcore.orc.OrcTable;

/**
 * Where a kernel keeps its ORC tables: in sections of its vmlinux, or, when that has debug
 * information only, in memory between {@code __start_orc_unwind} and its like ({@code
 * include/asm-generic/vmlinux.lds.h}).
 */
final class OrcSections {
  private static final int MAX_BYTES = 256 << 20;

  private final Program kernel;

  OrcSections(Program kernel) {
    this.kernel = kernel;
  }

  /** The kernel image's own table; empty for a kernel built without. */
  Optional<OrcTable> image() {
    OptionalLong address = kernel.findAddress("__start_orc_unwind_ip");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    byte[] ips = section("orc_unwind_ip");
    return ips.length == 0
        ? Optional.empty()
        : Optional.of(OrcTable.of(ips, address.getAsLong(), section("orc_unwind"), format()));
  }

  /** How the kernel packs the entries of its tables. */
  OrcFormat format() {
    byte[] header = section("orc_header");
    return header.length > 0
        ? OrcFormat.ofHeader(header)
        : OrcFormat.ofMembers(kernel.findType("struct orc_entry").flatMap(type -> type.asStruct()));
  }

  /** A module's table; empty for a module without. */
  Optional<OrcTable> module(Value module) {
    if (!module.has("arch.orc_unwind_ip")) {
      return Optional.empty();
    }
    Value arch = module.field("arch");
    long count = arch.field("num_orcs").asLong() & 0xffff_ffffL;
    long address = arch.field("orc_unwind_ip").asLong();
    if (count == 0 || address == 0) {
      return Optional.empty();
    }
    byte[] ips = memory(address, count * Integer.BYTES);
    byte[] entries = memory(arch.field("orc_unwind").asLong(), count * OrcFormat.ENTRY_BYTES);
    return Optional.of(OrcTable.of(ips, address, entries, format()));
  }

  private byte[] section(String name) {
    Optional<ByteSource> inFile = kernel.image().flatMap(image -> image.section("." + name));
    if (inFile.isPresent()) {
      ByteSource bytes = inFile.get();
      return bytes.read(0, bounded(bytes.sizeBytes(), 0));
    }
    OptionalLong start = kernel.findAddress("__start_" + name);
    OptionalLong stop = kernel.findAddress("__stop_" + name);
    return start.isPresent() && stop.isPresent()
        ? memory(start.getAsLong(), stop.getAsLong() - start.getAsLong())
        : new byte[0];
  }

  private byte[] memory(long address, long sizeBytes) {
    return kernel.memory().read(address, bounded(sizeBytes, address));
  }

  private static int bounded(long sizeBytes, long address) {
    if (sizeBytes < 0 || sizeBytes > MAX_BYTES) {
      throw new Malformed("absurd size of " + sizeBytes + " bytes", "ORC table", address);
    }
    return (int) sizeBytes;
  }
}
