package org.vmcore.emit.sys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.vmcore.emit.Key;
import org.vmcore.emit.Text;
import org.vmcore.kernel.device.Device;
import org.vmcore.kernel.kernfs.KernfsNode;

/**
 * The files of a kind of directory of sysfs, by name, as the kernel's tables of attributes list
 * them. Which of them a directory has, the directory itself tells. Immutable once it is shared.
 */
public final class ShowTable<T> {
  private final Map<String, SysfsFile.Shower<T>> showers = new TreeMap<>();

  /** A file of any form. */
  public ShowTable<T> add(String name, SysfsFile.Shower<T> shower) {
    showers.put(name, shower);
    return this;
  }

  /** A file that holds a signed number. */
  public ShowTable<T> number(String name, ToLongFunction<T> number) {
    return add(name, (of, out) -> out.line("%ld", number.applyAsLong(of)));
  }

  /** A file that holds an unsigned number. */
  public ShowTable<T> unsigned(String name, ToLongFunction<T> number) {
    return add(name, (of, out) -> out.line("%lu", number.applyAsLong(of)));
  }

  /** A file that holds 1 or 0. */
  public ShowTable<T> flag(String name, Predicate<T> flag) {
    return add(name, (of, out) -> out.line("%d", flag.test(of) ? 1 : 0));
  }

  /** A file that holds a word or a line. */
  public ShowTable<T> text(String name, Function<T, String> text) {
    return add(name, (of, out) -> out.line("%s", text.apply(of)));
  }

  /** A file that can be read and holds nothing. */
  public ShowTable<T> empty(String name) {
    return add(name, ShowTable::nothing);
  }

  private static <T> void nothing(T of, Text out) {
    // an empty file is what is there to be read
  }

  /**
   * A key for each file known here that a device's directory has, or one inside it.
   *
   * @param directory empty for the device's own
   */
  public List<Key<SysfsFile<T>>> keys(Device device, String directory, T of) {
    List<Key<SysfsFile<T>>> keys = new ArrayList<>();
    device
        .directory(directory)
        .ifPresent(
            node -> device.place().ifPresent(place -> addKeys(keys, List.of(place), node, of)));
    return keys;
  }

  /**
   * Adds a key for each file known here that the directory has, by name.
   *
   * @param names what stands before the file's name in the path
   */
  public void addKeys(
      List<Key<SysfsFile<T>>> keys, List<String> names, KernfsNode directory, T of) {
    Map<String, Key<SysfsFile<T>>> byName = new TreeMap<>();
    for (KernfsNode file : directory.children()) {
      String name = file.name();
      SysfsFile.Shower<T> shower = showers.get(name);
      if (shower != null && file.isFile() && file.isReadable()) {
        List<String> path = new ArrayList<>(names);
        path.add(name);
        byName.put(name, new Key<>(path, new SysfsFile<>(of, shower)));
      }
    }
    keys.addAll(byName.values());
  }
}
