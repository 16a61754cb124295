package org.vmcore.dwarf;

/** {@code DW_AT_*} that the reader uses, DWARF 5 section 7.5.4. */
final class Attribute {
  static final int NONE = 0;
  static final int SIBLING = 0x01;
  static final int LOCATION = 0x02;
  static final int NAME = 0x03;
  static final int BYTE_SIZE = 0x0b;
  static final int BIT_OFFSET = 0x0c;
  static final int BIT_SIZE = 0x0d;
  static final int STMT_LIST = 0x10;
  static final int LANGUAGE = 0x13;
  static final int CONST_VALUE = 0x1c;
  static final int UPPER_BOUND = 0x2f;
  static final int ABSTRACT_ORIGIN = 0x31;
  static final int COUNT = 0x37;
  static final int DATA_MEMBER_LOCATION = 0x38;
  static final int DECL_FILE = 0x3a;
  static final int DECL_LINE = 0x3b;
  static final int DECLARATION = 0x3c;
  static final int ENCODING = 0x3e;
  static final int EXTERNAL = 0x3f;
  static final int SPECIFICATION = 0x47;
  static final int TYPE = 0x49;
  static final int SIGNATURE = 0x69;
  static final int DATA_BIT_OFFSET = 0x6b;
  static final int STR_OFFSETS_BASE = 0x72;
  static final int ADDR_BASE = 0x73;
  static final int DWO_NAME = 0x76;
  static final int GNU_DWO_NAME = 0x2130; // these are the same before DWARF 5
  static final int GNU_DWO_ID = 0x2131;
  static final int GNU_ADDR_BASE = 0x2133;

  private Attribute() {}

  /** Whether the reader looks at this attribute; all others it steps over. */
  static boolean isRead(int attribute) {
    return switch (attribute) {
      case SIBLING,
          LOCATION,
          NAME,
          BYTE_SIZE,
          BIT_OFFSET,
          BIT_SIZE,
          STMT_LIST,
          LANGUAGE,
          CONST_VALUE,
          UPPER_BOUND,
          ABSTRACT_ORIGIN,
          COUNT,
          DATA_MEMBER_LOCATION,
          DECL_FILE,
          DECL_LINE,
          DECLARATION,
          ENCODING,
          EXTERNAL,
          SPECIFICATION,
          TYPE,
          SIGNATURE,
          DATA_BIT_OFFSET,
          STR_OFFSETS_BASE,
          ADDR_BASE,
          DWO_NAME,
          GNU_DWO_NAME,
          GNU_DWO_ID,
          GNU_ADDR_BASE ->
          true;
      default -> false;
    };
  }
}
