package org.vmcore.emit.sys.block;

import java.util.List;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** {@code disk_attrs[]}, {@code block/genhd.c} and {@code block/disk-events.c}. */
final class DiskFiles {
  private static final ShowTable<Disk> FILES =
      new ShowTable<Disk>()
          .number("range", disk -> disk.value().field("minors").asLong())
          .number("ext_range", Disk::maxParts)
          .flag("removable", Disk::isRemovable)
          .flag("hidden", Disk::isHidden)
          .flag("ro", disk -> disk.part0().isReadOnly())
          .unsigned("size", disk -> disk.part0().nrSectors())
          .number("alignment_offset", disk -> disk.part0().alignmentOffset())
          .number("discard_alignment", Disk::shownDiscardAlignment)
          .add("capability", (disk, out) -> out.line("%x", disk.shownCapability()))
          .add("stat", (disk, out) -> Counters.stat(disk.part0(), out))
          .add("inflight", (disk, out) -> Counters.inFlight(disk.part0(), out))
          .add("badblocks", DiskFiles::badblocks)
          .add("events", DiskFiles::events)
          .empty("events_async")
          .number("events_poll_msecs", Disk::pollMsecs)
          .unsigned("diskseq", disk -> disk.sequence().orElseThrow())
          .flag("partscan", Disk::hasPartitionScan);

  private static final long BB_ACK_MASK = 1L << 63; // include/linux/badblocks.h
  private static final int BB_LEN_BITS = 9;

  @EmitsMany(path = "sys/devices/{disk*}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Disk> file, Text out) {
    file.show(out);
  }

  private static void events(Disk disk, Text out) {
    List<String> events = disk.announcedEvents();
    if (!events.isEmpty()) {
      out.line("%s", String.join(" ", events));
    }
  }

  /** {@code badblocks_show()}, {@code block/badblocks.c}. */
  private static void badblocks(Disk disk, Text out) {
    Value blocks = disk.value().field("bb");
    if (blocks.isNull()) {
      out.append('\n');
      return;
    }
    int shift = blocks.field("shift").asInt();
    int count = Math.min(blocks.field("count").asInt(), MAX_BAD_BLOCKS);
    if (shift >= 0 && count > 0) {
      for (long block : blocks.field("page").longs(count)) {
        long sector = (block & ~BB_ACK_MASK) >>> BB_LEN_BITS;
        long length = (block & (1 << BB_LEN_BITS) - 1) + 1;
        out.line("%llu %u", sector << shift, length << shift);
      }
    }
  }

  private static final int MAX_BAD_BLOCKS = 512; // a page of them

  /** The files of all disks. */
  @Enumerates({"disk", "name"})
  static final class Files implements Enumerator<SysfsFile<Disk>> {
    @Override
    public List<Key<SysfsFile<Disk>>> keys(Program kernel) {
      return Disks.of(kernel).all().stream()
          .flatMap(disk -> FILES.keys(disk.device(), "", disk).stream())
          .toList();
    }
  }
}
