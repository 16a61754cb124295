package org.vmcore.paging;

/**
 * ppc64 with the hash MMU: where its own tables lie and how they look changed often, so that none
 * is read. What the kernel maps in one piece can be read all the same.
 */
record Ppc64HashPageTables() implements PageTableForm {
  @Override
  public int levels() {
    return 0;
  }

  @Override
  public int shift(int level) {
    return 0;
  }

  @Override
  public int indexBits(int level) {
    return 0;
  }

  @Override
  public boolean isCanonical(long vaddr) {
    return false;
  }

  @Override
  public String whyNotCanonical() {
    return "page tables of the hash MMU are not read (modules, vmalloc, processes)";
  }

  @Override
  public boolean isPresent(int level, long entry) {
    return false;
  }

  @Override
  public boolean isLeaf(int level, long entry) {
    return false;
  }

  @Override
  public long address(int level, long entry) {
    return 0;
  }

  @Override
  public boolean isYoung(int level, long entry) {
    return false;
  }

  @Override
  public boolean isDirty(int level, long entry) {
    return false;
  }
}
