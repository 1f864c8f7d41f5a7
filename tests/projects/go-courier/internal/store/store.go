// Package store keeps parcels in MySQL.
package store

import (
	"database/sql"
	"log"
	"time"

	"github.com/go-sql-driver/mysql"

	"example.com/courier/go-courier/internal/config"
)

// Parcels is the table of parcels.
type Parcels struct {
	db *sql.DB
}

// Open connects to the database that the charm is integrated with.
func Open(database config.Database) (*Parcels, error) {
	options := mysql.NewConfig()
	options.User = database.User
	options.Passwd = database.Password
	options.Net = "tcp"
	options.Addr = database.Host + ":" + database.Port
	options.DBName = database.Name
	db, err := sql.Open("mysql", options.FormatDSN())
	if err != nil {
		return nil, err
	}
	return &Parcels{db}, nil
}

// CreateTables creates what is not there yet.
func (p *Parcels) CreateTables() error {
	_, err := p.db.Exec(`CREATE TABLE IF NOT EXISTS parcels (
		id VARCHAR(36) PRIMARY KEY,
		state VARCHAR(20) NOT NULL,
		updated_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
	)`)
	return err
}

// State says where a parcel is.
func (p *Parcels) State(id string) (state string, err error) {
	err = p.db.QueryRow("SELECT state FROM parcels WHERE id = ?", id).Scan(&state)
	return state, err
}

// MarkDelivered notes that a parcel has arrived.
func (p *Parcels) MarkDelivered(id string) error {
	_, err := p.db.Exec("UPDATE parcels SET state = 'delivered' WHERE id = ?", id)
	return err
}

// RemindEvery looks for parcels that nobody has touched for that long.
func (p *Parcels) RemindEvery(age time.Duration) error {
	for range time.Tick(time.Hour) {
		var late int
		row := p.db.QueryRow("SELECT COUNT(*) FROM parcels WHERE updated_at < ?", time.Now().Add(-age))
		if err := row.Scan(&late); err != nil {
			return err
		}
		log.Printf("%d parcels are late", late)
	}
	return nil
}
