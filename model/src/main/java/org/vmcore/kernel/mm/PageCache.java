package org.vmcore.kernel.mm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.vmcore.dump.MemoryFault;
import org.vmcore.kernel.fs.DPath;
import org.vmcore.kernel.fs.Mounts;
import org.vmcore.kernel.fs.SuperBlock;
import org.vmcore.kernel.list.ListHead;
import org.vmcore.model.Program;
import org.vmcore.model.Value;

/**
 * Which files the page cache holds: {@code nrpages} of all inodes of all file systems, looked
 * through once. Immutable.
 */
public final class PageCache {
  private static final int FILES_KEPT = 64;
  private static final long MAX_INODES = 8L << 20;

  private final Program kernel;
  private final List<FileSystem> fileSystems = new ArrayList<>();
  private final PriorityQueue<CachedFile> largest =
      new PriorityQueue<>(Comparator.comparingLong(CachedFile::pages));
  private final List<String> missing = new ArrayList<>();

  /**
   * What a file system has in the cache.
   *
   * @param place where it is mounted; empty for one that no program sees
   * @param inodes files known in memory
   * @param cached those of them with pages
   */
  public record FileSystem(
      SuperBlock superBlock, String place, long inodes, long cached, long pages) {}

  /** A file with pages in the cache. */
  public record CachedFile(Value inode, FileNames names, long pages) {
    /** Its name, or what else tells it. */
    public String name() {
      return names.of(inode);
    }
  }

  private PageCache(Program kernel) {
    this.kernel = kernel;
    Map<Long, String> places = places(kernel);
    for (Value superBlock :
        ListHead.forEachEntry(kernel.symbol("super_blocks"), "struct super_block", "s_list")) {
      try {
        add(new SuperBlock(superBlock), places.getOrDefault(superBlock.address(), ""));
      } catch (MemoryFault fault) {
        missing.add("files of a file system: " + fault.what());
      }
    }
    fileSystems.sort(Comparator.comparingLong(FileSystem::pages).reversed());
  }

  public static PageCache of(Program kernel) {
    return kernel.computed(PageCache.class, PageCache::new);
  }

  /** Where each file system is mounted first. */
  private static Map<Long, String> places(Program kernel) {
    Map<Long, String> places = new HashMap<>();
    DPath paths = DPath.of(kernel);
    for (Value mount : Mounts.ofFirstProcess(kernel)) {
      Value superBlock = mount.at("mnt.mnt_sb");
      boolean whole = mount.at("mnt.mnt_root").asLong() == superBlock.field("s_root").asLong();
      if (whole) {
        places.putIfAbsent(superBlock.asLong(), paths.ofMount(mount));
      }
    }
    return places;
  }

  private void add(SuperBlock superBlock, String place) {
    long link = kernel.offsetOf("struct inode", "i_sb_list");
    long pages = kernel.offsetOf("struct inode", "i_data.nrpages") - link;
    FileNames names = new FileNames(superBlock, place);
    long[] sums = new long[2];
    long inodes =
        ListHead.visit(
            superBlock.value().field("s_inodes"),
            MAX_INODES,
            node -> {
              long nrPages = kernel.memory().u64(node + pages);
              if (nrPages != 0) {
                sums[0]++;
                sums[1] += nrPages;
                keep(node - link, names, nrPages);
              }
            });
    if (inodes == MAX_INODES) {
      missing.add("files of " + superBlock.typeName() + " beyond " + MAX_INODES);
    }
    fileSystems.add(new FileSystem(superBlock, place, inodes, sums[0], sums[1]));
  }

  private void keep(long inode, FileNames names, long pages) {
    if (largest.size() < FILES_KEPT || pages > largest.element().pages()) {
      largest.add(new CachedFile(kernel.object("struct inode", inode), names, pages));
      if (largest.size() > FILES_KEPT) {
        largest.remove();
      }
    }
  }

  /** All file systems, those with most pages first. */
  public List<FileSystem> fileSystems() {
    return List.copyOf(fileSystems);
  }

  /** The files with most pages, most first. */
  public List<CachedFile> largestFiles() {
    List<CachedFile> files = new ArrayList<>(largest);
    files.sort(
        Comparator.comparingLong(CachedFile::pages)
            .reversed()
            .thenComparingLong(file -> file.inode().address()));
    return files;
  }

  /** What could not be looked through. */
  public List<String> missing() {
    return List.copyOf(missing);
  }
}
