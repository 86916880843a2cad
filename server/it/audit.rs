//! Everything leaves a trace that cannot be changed unseen.

use server::admin;

use crate::phone::Field;

#[tokio::test]
async fn reading_changing_and_exchanging_each_add_an_entry_and_the_chain_holds() {
    let mut field = Field::new().await;
    let entries =
        |field: &Field| admin::verify_audit(&field.bench.office, &field.bench.township).unwrap().unwrap();
    let browser = field.bench.login(&field.clerk).await;
    let person = format!("/api/persons/{}", field.case);
    for path in ["/api/workbench", "/api/persons", "/api/persons?q=ly", &person, "/api/devices", "/api/staff"]
    {
        let before = entries(&field);
        field.bench.get(path, Some(&browser)).await;
        assert_eq!(entries(&field), before + 1, "{path}");
    }
    let before = entries(&field);
    let visit = field.visit("一");
    field.phone.push(&field.bench, 1, &[visit]).await;
    field.phone.pull_all(&field.bench).await;
    assert!(entries(&field) >= before + 2);
}
