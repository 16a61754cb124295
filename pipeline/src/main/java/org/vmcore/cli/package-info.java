/**
 * The command line. Commands that build no pipeline load no class of Beam; only this package writes
 * to the console.
 */
package org.vmcore.cli;
