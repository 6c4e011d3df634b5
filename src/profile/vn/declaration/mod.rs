//! Online tax declarations: `HSoThueDTu` (vn-declarations).

pub mod arithmetic;
