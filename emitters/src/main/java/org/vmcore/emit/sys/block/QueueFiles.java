package org.vmcore.emit.sys.block;

import java.util.List;
import java.util.function.Predicate;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.NoSuchFile;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.block.Disk;
import org.vmcore.kernel.block.Disks;
import org.vmcore.kernel.block.QueueFeature;
import org.vmcore.kernel.block.RequestQueue;
import org.vmcore.kernel.time.Hz;
import org.vmcore.model.Program;

/** {@code queue_attrs[]}, {@code block/blk-sysfs.c}. */
final class QueueFiles {
  private static final int SECTOR_SHIFT = 9;
  private static final int NSEC_PER_USEC = 1000;

  private static final ShowTable<Disk> FILES = new ShowTable<>();

  static {
    limits();
    limitsInSectors();
    properties();
    zones();
    FILES
        .unsigned("nr_requests", disk -> queue(disk).value().field("nr_requests").asLong())
        .unsigned("async_depth", disk -> queue(disk).value().field("async_depth").asLong())
        .unsigned("read_ahead_kb", QueueFiles::readAheadKb)
        .text("scheduler", disk -> queue(disk).elevators().shown())
        .add("nomerges", (disk, out) -> out.line("%lu", nomerges(queue(disk))))
        .add("rq_affinity", (disk, out) -> out.line("%lu", rqAffinity(queue(disk))))
        .number("io_poll_delay", disk -> queue(disk).pollDelayUsec())
        .unsigned("io_timeout", QueueFiles::ioTimeoutMs)
        .add("wbt_lat_usec", QueueFiles::wbtLatency)
        .unsigned("discard_zeroes_data", disk -> 0);
  }

  /** Limits that are shown as they are. */
  private static void limits() {
    for (String name :
        List.of(
            "max_segments",
            "max_discard_segments",
            "max_integrity_segments",
            "max_segment_size",
            "max_write_streams",
            "write_stream_granularity",
            "logical_block_size",
            "physical_block_size",
            "chunk_sectors",
            "discard_granularity",
            "zone_write_granularity",
            "virt_boundary_mask",
            "dma_alignment")) {
      limit(name, name);
    }
    limit("hw_sector_size", "logical_block_size");
    limit("minimum_io_size", "io_min");
    limit("optimal_io_size", "io_opt");
    limit("atomic_write_unit_min_bytes", "atomic_write_unit_min");
    limit("atomic_write_unit_max_bytes", "atomic_write_unit_max");
  }

  private static void limit(String name, String member) {
    FILES.unsigned(name, disk -> queue(disk).limits().get(member));
  }

  private static void limitsInSectors() {
    FILES
        .unsigned("max_hw_sectors_kb", disk -> queue(disk).limits().get("max_hw_sectors") >> 1)
        .unsigned("max_sectors_kb", disk -> queue(disk).limits().get("max_sectors") >> 1);
    bytes("discard_max_bytes", "max_discard_sectors");
    bytes("discard_max_hw_bytes", "max_hw_discard_sectors");
    bytes("write_same_max_bytes", "max_write_same_sectors");
    bytes("write_zeroes_max_bytes", "max_write_zeroes_sectors");
    bytes("write_zeroes_unmap_max_hw_bytes", "max_hw_wzeroes_unmap_sectors");
    bytes("write_zeroes_unmap_max_bytes", "max_wzeroes_unmap_sectors");
    bytes("atomic_write_max_bytes", "atomic_write_max_sectors");
    bytes("atomic_write_boundary_bytes", "atomic_write_boundary_sectors");
  }

  /** Where the limit has gone, as that of WRITE SAME has in 5.18, the file still says 0. */
  private static void bytes(String name, String member) {
    FILES.unsigned(name, disk -> queue(disk).limits().find(member).orElse(0) << SECTOR_SHIFT);
  }

  private static void properties() {
    property("rotational", queue -> queue.is(QueueFeature.ROTATIONAL));
    property("add_random", queue -> queue.is(QueueFeature.ADD_RANDOM));
    property("iostats", queue -> queue.is(QueueFeature.IO_STAT));
    property("stable_writes", queue -> queue.is(QueueFeature.STABLE_WRITES));
    property("fua", queue -> queue.is(QueueFeature.FUA));
    property("dax", queue -> queue.is(QueueFeature.DAX));
    property("io_poll", RequestQueue::canPoll);
    property("iostats_passthrough", RequestQueue::countsPassthrough);
    FILES.text(
        "write_cache",
        disk -> queue(disk).is(QueueFeature.WRITE_CACHE) ? "write back" : "write through");
  }

  private static void property(String name, Predicate<RequestQueue> property) {
    FILES.flag(name, disk -> property.test(queue(disk)));
  }

  private static void zones() {
    FILES
        .text("zoned", disk -> queue(disk).zonedModel())
        .unsigned("nr_zones", Disk::nrZones)
        .unsigned("max_open_zones", disk -> disk.zoneLimit("max_open_zones"))
        .unsigned("max_active_zones", disk -> disk.zoneLimit("max_active_zones"))
        .flag("zoned_qd1_writes", disk -> queue(disk).hasFlag("ZONED_QD1_WRITES"))
        .unsigned(
            "zone_append_max_bytes", disk -> queue(disk).maxZoneAppendSectors() << SECTOR_SHIFT);
  }

  private static RequestQueue queue(Disk disk) {
    return disk.queue();
  }

  private static long readAheadKb(Disk disk) {
    int pageShift = disk.value().program().pageShift();
    return disk.backingDevInfo().field("ra_pages").asLong() << pageShift - 10;
  }

  private static long nomerges(RequestQueue queue) {
    return (queue.hasFlag("NOMERGES") ? 2 : 0) | (queue.hasFlag("NOXMERGES") ? 1 : 0);
  }

  private static long rqAffinity(RequestQueue queue) {
    long set = queue.hasFlag("SAME_COMP") ? 1 : 0;
    return set << (queue.hasFlag("SAME_FORCE") ? 1 : 0);
  }

  private static long ioTimeoutMs(Disk disk) {
    long jiffies = queue(disk).value().field("rq_timeout").asLong();
    return Hz.jiffiesToMsecs(disk.value().program(), jiffies);
  }

  private static void wbtLatency(Disk disk, Text out) {
    long ns =
        queue(disk)
            .writebackLatencyNs()
            .orElseThrow(() -> new NoSuchFile("writes are not throttled: reading fails"));
    out.line("%llu", ns / NSEC_PER_USEC);
  }

  @EmitsMany(path = "sys/devices/{disk*}/queue/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<Disk> file, Text out) {
    file.show(out);
  }

  /** The files of the queues of all disks. */
  @Enumerates({"disk", "name"})
  static final class Files implements Enumerator<SysfsFile<Disk>> {
    @Override
    public List<Key<SysfsFile<Disk>>> keys(Program kernel) {
      return Disks.of(kernel).all().stream()
          .flatMap(disk -> FILES.keys(disk.device(), "queue", disk).stream())
          .toList();
    }
  }
}
