package org.vmcore.emit.sys.tracing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vmcore.emit.EmitsMany;
import org.vmcore.emit.Enumerates;
import org.vmcore.emit.Enumerator;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.emit.sys.SysfsFile;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.Mounts;
import org.vmcore.kernel.trace.TraceArray;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/** The files at the top of tracefs, wherever pid 1 sees it. */
final class TracingFiles {
  private static final Map<String, SysfsFile.Shower<Program>> SHOWERS = showers();

  private static Map<String, SysfsFile.Shower<Program>> showers() {
    Map<String, SysfsFile.Shower<Program>> showers = new TreeMap<>();
    BufferFiles.register(showers);
    EventFiles.register(showers);
    FilterFiles.register(showers);
    SettingFiles.register(showers);
    return showers;
  }

  @EmitsMany(path = "sys/kernel/{tracing*}", each = Files.class, needs = "global_trace")
  void file(Program kernel, SysfsFile<Program> file, Text out) {
    file.show(out);
  }

  /** Each file once for tracefs itself, and once for its place below debugfs. */
  @Enumerates("tracing")
  static final class Files implements Enumerator<SysfsFile<Program>> {
    @Override
    public List<Key<SysfsFile<Program>>> keys(Program kernel) {
      List<Key<SysfsFile<Program>>> keys = new ArrayList<>();
      for (String place : places(kernel)) {
        SHOWERS.forEach((name, shower) -> add(keys, place + "/" + name, kernel, shower));
        List<String> options = TraceArray.optionNames(kernel);
        for (int i = 0; i < options.size(); i++) {
          int bit = i;
          add(
              keys,
              place + "/options/" + options.get(i),
              kernel,
              (k, out) -> out.line("%d", TraceArray.global(k).hasOption(bit) ? 1 : 0));
        }
      }
      return keys;
    }

    private static void add(
        List<Key<SysfsFile<Program>>> keys,
        String path,
        Program kernel,
        SysfsFile.Shower<Program> shower) {
      keys.add(Key.of(path, new SysfsFile<>(kernel, shower)));
    }

    /** Whoever looks into debugfs gets tracefs mounted there. */
    private static List<String> places(Program kernel) {
      List<String> places = new ArrayList<>();
      for (Value mount : Mounts.ofFirstProcess(kernel)) {
        String type = mount.at("mnt.mnt_sb.s_type.name").asString();
        if (!type.equals("tracefs") && !type.equals("debugfs")) {
          continue;
        }
        String path = DPath.of(kernel).ofMount(mount);
        if (type.equals("tracefs") && path.equals("/sys/kernel/tracing")) {
          places.add("tracing");
        } else if (type.equals("debugfs") && path.equals("/sys/kernel/debug")) {
          places.add("debug/tracing");
        }
      }
      return places.stream().distinct().sorted().toList();
    }
  }
}
