package org.vmcore.emit.sys.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.ShowTable;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.cpu.Bitmaps;
import org.vmcore.kernel.cpu.CpuCache;
import org.vmcore.kernel.cpu.CpuDevices;
import org.vmcore.kernel.cpu.CpuMask;
import org.vmcore.kernel.device.Device;
import org.vmcore.model.Program;

/** The caches of a CPU, {@code drivers/base/cacheinfo.c}. */
final class CacheFiles {
  private static final ShowTable<CpuCache> FILES =
      new ShowTable<CpuCache>()
          .unsigned("id", CpuCache::id)
          .unsigned("level", CpuCache::level)
          .text("type", CpuCache::type)
          .add("size", (cache, out) -> out.line("%uK", cache.sizeBytes() >> 10))
          .unsigned("coherency_line_size", cache -> number(cache, "coherency_line_size"))
          .unsigned("number_of_sets", cache -> number(cache, "number_of_sets"))
          .unsigned("physical_line_partition", cache -> number(cache, "physical_line_partition"))
          .unsigned("ways_of_associativity", cache -> number(cache, "ways_of_associativity"))
          .text("shared_cpu_list", cache -> Bitmaps.list(cache.sharedBy()))
          .text("shared_cpu_map", CacheFiles::sharedMap);

  private static long number(CpuCache cache, String member) {
    return cache.value().field(member).asLong();
  }

  private static String sharedMap(CpuCache cache) {
    return Bitmaps.hex(cache.sharedBy(), CpuMask.nrCpuIds(cache.value().program()));
  }

  @EmitsMany(path = "sys/devices/{device*}/cache/index{index}/{name}", each = Files.class)
  void file(Program kernel, SysfsFile<CpuCache> file, Text out) {
    file.show(out);
  }

  /** The files of all caches of all CPUs. */
  @Enumerates({"device", "index", "name"})
  static final class Files implements Enumerator<SysfsFile<CpuCache>> {
    @Override
    public List<Key<SysfsFile<CpuCache>>> keys(Program kernel) {
      List<Key<SysfsFile<CpuCache>>> keys = new ArrayList<>();
      for (int cpu : CpuMask.possible(kernel).stream().toArray()) {
        Optional<Device> device = CpuDevices.of(kernel, cpu);
        if (device.isPresent()) {
          addCaches(device.get(), CpuCache.of(kernel, cpu), keys);
        }
      }
      return keys;
    }

    private static void addCaches(
        Device device, List<CpuCache> caches, List<Key<SysfsFile<CpuCache>>> keys) {
      for (int i = 0; i < caches.size(); i++) {
        String index = Integer.toString(i);
        CpuCache cache = caches.get(i);
        device
            .directory("cache")
            .flatMap(directory -> directory.child("index" + index))
            .ifPresent(
                directory ->
                    device
                        .place()
                        .ifPresent(
                            place -> FILES.addKeys(keys, List.of(place, index), directory, cache)));
      }
    }
  }
}
