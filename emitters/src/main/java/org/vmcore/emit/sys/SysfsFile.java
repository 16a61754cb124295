package org.vmcore.emit.sys;

import org.vmcore.emit.Text;

/**
 * A file of a directory of sysfs.
 *
 * @param of what the directory stands for
 * @param shower what the kernel's {@code show} function does
 */
public record SysfsFile<T>(T of, Shower<T> shower) {
  /** Writes what a file says about a thing. */
  @FunctionalInterface
  public interface Shower<T> {
    void show(T of, Text out);
  }

  public void show(Text out) {
    shower.show(of, out);
  }
}
