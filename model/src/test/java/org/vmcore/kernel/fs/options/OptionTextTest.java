package org.vmcore.kernel.fs.options;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

class OptionTextTest {
  @Test
  void putsASeparatorBeforeEachOption() {
    OptionText out = new OptionText();

    out.flag("hard");
    out.put("timeo", 600);
    out.flagIf(false, "soft");
    out.putUnlessZero("port", 0);

    assertThat(out.text(), is(",hard,timeo=600"));
  }

  @Test
  void padsModesWithZeros() {
    OptionText out = new OptionText();

    out.octal("ptmxmode", 0, 3);
    out.octal("mode", 0755, 0);

    assertThat(out.text(), is(",ptmxmode=000,mode=755"));
  }

  @Test
  void escapesCommasOfValuesThatAreWords() {
    OptionText out = new OptionText();

    out.escaped("lowerdir", "/a,b:/c d");

    assertThat(out.text(), is(",lowerdir=/a\\054b:/c\\040d"));
  }

  @Test
  void namesABitOfExt4WhenAllItsPartsAreAsItSays() {
    Ext4Bit quota = new Ext4Bit("quota", 0xc0000, true, false);
    Ext4Bit noquota = new Ext4Bit("noquota", 0x3c0000, false, false);

    assertThat(quota.fits(0x40000), is(false));
    assertThat(quota.fits(0xc0000), is(true));
    assertThat(noquota.fits(0), is(true));
    assertThat(noquota.fits(0x40000), is(false));
  }
}
