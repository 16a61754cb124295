package org.vmcore.pipeline;

import java.io.Serializable;
import java.nio.file.Path;
import org.vmcore.archive.Compression;

/**
 * Where and how archives are written; travels to the workers.
 *
 * @param folder of the archives
 * @param spool folder of this run for blocks on their way; removed afterwards
 * @param unpacked folders instead of archives
 * @param version of this tool
 */
public record Target(
    String folder, String spool, Compression compression, boolean unpacked, String version)
    implements Serializable {
  Path folderPath() {
    return Path.of(folder);
  }

  Path spoolPath() {
    return Path.of(spool);
  }
}
