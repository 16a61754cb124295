package org.vmcore.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One dump to be reported on: a row of the manifest, or the command line. Paths are strings: they
 * travel between machines.
 *
 * @param id unique in a run, the same in every run: the row's number
 * @param dump the dump's file
 * @param parts the dump's other files: parts of a split dump, memory of a virtual machine
 * @param vmlinux the kernel's debug information; empty when it is to be searched for
 * @param debugInfoFolders where to search, before the usual places
 * @param label free word for the archive's name; may be empty
 */
public record DumpRequest(
    String id,
    String dump,
    List<String> parts,
    String vmlinux,
    List<String> debugInfoFolders,
    String label) {
  public DumpRequest {
    parts = List.copyOf(parts);
    debugInfoFolders = List.copyOf(debugInfoFolders);
  }

  List<Path> dumpFiles() {
    return Stream.concat(Stream.of(dump), parts.stream()).map(Path::of).toList();
  }
}
