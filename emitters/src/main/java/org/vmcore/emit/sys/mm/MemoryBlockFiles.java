package org.vmcore.emit.sys.mm;

import java.util.List;
import org.vmcore.emit.Emits;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NotReconstructable;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.mm.MemoryBlock;
import org.vmcore.kernel.mm.MemoryBlock.State;
import org.vmcore.kernel.mm.Zone;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** Blocks of memory that can be taken away: {@code drivers/base/memory.c}. */
final class MemoryBlockFiles {
  private static final ShowTable<MemoryBlock> FILES =
      new ShowTable<MemoryBlock>()
          .add("phys_index", (block, out) -> out.line("%08lx", block.number()))
          .add("phys_device", (block, out) -> out.line("0")) // s390 alone has more
          .flag("removable", MemoryBlock::isRemovable)
          .flag("online", block -> !block.isOffline())
          .add("state", MemoryBlockFiles::state)
          .add("valid_zones", MemoryBlockFiles::validZones);

  private static void state(MemoryBlock block, Text out) {
    out.line(
        "%s",
        block
            .state()
            .map(State::word)
            .orElseGet(() -> "ERROR-UNKNOWN-" + block.value().field("state").asLong()));
  }

  private static void validZones(MemoryBlock block, Text out) {
    if (block.state().filter(state -> state == State.ONLINE).isEmpty()) {
      throw new NotReconstructable("zones are shown of blocks in use only");
    }
    out.line("%s", block.zone().map(Zone::name).orElse("none"));
  }

  @EmitsMany(path = "sys/devices/{device*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<MemoryBlock> file, Text out) {
    file.show(out);
  }

  @Emits(value = "sys/devices/system/memory/block_size_bytes", needs = "sections_per_block")
  void blockSize(Program kernel, Text out) {
    out.line("%lx", MemoryBlock.sizeBytes(kernel));
  }

  /** Whether the kernel for crashes learns of memory that comes and goes, 6.6+. */
  @Emits(
      value = "sys/devices/system/memory/crash_hotplug",
      needs = {"sections_per_block", "struct kimage.hotplug_support"})
  void crashHotplug(Program kernel, Text out) {
    Value image = kernel.symbol("kexec_crash_image");
    out.line("%d", image.isNull() ? 0 : image.field("hotplug_support").asLong());
  }

  /** {@code auto_online_blocks_show()}: what becomes of memory that is added. */
  @Emits(value = "sys/devices/system/memory/auto_online_blocks", needs = "online_type_to_str")
  void autoOnline(Program kernel, Text out) {
    long type =
        kernel
            .findSymbol("mhp_default_online_type") // 5.12+
            .orElseGet(() -> kernel.symbol("memhp_default_online_type"))
            .asLong();
    out.line("%s", kernel.symbol("online_type_to_str").index(type).asString());
  }

  /** Files of all blocks. */
  @Enumerates({"device", "name"})
  static final class Files implements Enumerator<SysfsFile<MemoryBlock>> {
    @Override
    public List<Key<SysfsFile<MemoryBlock>>> keys(Program kernel) {
      return MemoryBlock.of(kernel).stream()
          .flatMap(block -> FILES.keys(block.device(), "", block).stream())
          .toList();
    }
  }
}
