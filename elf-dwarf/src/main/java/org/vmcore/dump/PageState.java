package org.vmcore.dump;

/** What a container says of one page. */
public enum PageState {
  /** Stored. */
  PRESENT,
  /** Stored as the one page of zeros that all pages of zeros share. */
  ZERO,
  /** RAM, left out on purpose by the dump level. */
  EXCLUDED,
  /** RAM without bytes in the file: zero or excluded, the container cannot tell. */
  ZERO_OR_EXCLUDED,
  /** No RAM there, or not known to the dump. */
  ABSENT,
  /** In a part of a split dump that was not given. */
  ABSENT_PART,
  /** Meant to be stored, but the writer ran out of space. */
  LOST,
  /** Behind the end of a file that was cut off. */
  TRUNCATED,
  /** Stored, but the bytes do not decode. */
  CORRUPT
}
