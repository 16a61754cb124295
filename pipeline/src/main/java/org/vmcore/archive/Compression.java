package org.vmcore.archive;

import java.util.Locale;

/** How an archive is compressed; each way allows blocks that were compressed on their own. */
public enum Compression {
  /** One {@code .xz} stream of many blocks, as {@code xz -T0} writes them. */
  XZ(".tar.xz"),
  /** One gzip member per block. */
  GZIP(".tar.gz"),
  NONE(".tar");

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** The end of the archive's name, with its leading dot. */
  public String suffix() {
    return suffix;
  }

  /** The word of the command line: {@code xz}, {@code gzip}, {@code none}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
