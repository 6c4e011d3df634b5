//! The table as a whole.

use super::Formulas;

#[test]
fn every_line_of_the_table_compiles_without_a_cycle() {
    let mut count = 0;
    for code in Formulas::codes() {
        let formulas = Formulas::of(code).unwrap();
        assert!(formulas.refused.is_empty(), "{code}: {:#?}", formulas.refused);
        assert!(formulas.acyclic, "{code}: a line depends on itself");
        count += formulas.count();
    }
    println!("{count} formulas of {} forms", Formulas::codes().count());
}
